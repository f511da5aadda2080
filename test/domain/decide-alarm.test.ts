import { decideResolve } from '../../functions/domain/decide-resolve.ts'
import { decide } from '../../functions/domain/decide.ts'
import type { Instant } from '../../functions/domain/instant.ts'
import type { Memory } from '../../functions/domain/memory.ts'
import type { AlarmSignal } from '../../functions/domain/signal.ts'
import { anAlarm, at, restartCheckout } from '../signals.ts'

/** What is known after these signals arrived in this order, and what the timelines say by then. */
function after(...signals: AlarmSignal[]) {
  const said: string[] = []
  const known = signals.reduce<Memory | undefined>((memory, signal) => {
    const decision = decide(memory, signal)
    if (decision.kind === 'change') said.push(decision.change.entry.text)
    return decision.kind === 'ignore' ? memory : decision.memory
  }, undefined)
  return { known, said, incident: known?.incident }
}

type State = AlarmSignal['state']
const event = (time: string, state: State, more: Partial<AlarmSignal> = {}) => anAlarm({ at: at(time), state, ...more })
/** What CloudWatch answers at a time: how the alarm stands, and since when. */
const answer = (asked: string, state: State, since: string | Instant = asked, more: Partial<AlarmSignal> = {}) =>
  event(since, state, { seen: at(asked), ...more })

describe('an alarm that nobody is to hear of', () => {
  it.each([
    ['deleted', '', 'resolved: the alarm was deleted'],
    ['muted', 'by night-build', 'resolved: the alarm is muted: by night-build'],
    ['suppressed', 'by WaitPeriod', 'resolved: the actions of the alarm are suppressed: by WaitPeriod'],
  ] as const)('opens nothing while it is %s, and ends what is open', (state, reason, text) => {
    expect(after(event('09:00', state, { playbook: restartCheckout })).incident).toBeUndefined()
    const { incident, said } = after(event('09:00', 'alarm'), event('09:05', state, { reason }))
    expect(incident).toMatchObject({ state: 'resolved', resolvedBy: 'the alarm', resolvedAt: at('09:05') })
    expect(said.at(-1)).toBe(text)
  })

  it('is opened once CloudWatch says that it still holds and is no longer muted', () => {
    const muted = [event('09:00', 'alarm'), answer('09:05', 'muted')]
    const { known } = after(...muted)
    const back = decide(known, answer('10:05', 'alarm', '09:00', { playbook: restartCheckout }))
    expect(back).toMatchObject({
      kind: 'change',
      change: { before: undefined, after: { state: 'working', openedAt: at('10:05') } },
    })
    expect(back.kind === 'change' && back.change.after.id).not.toBe(known?.incident?.id)
  })

  it('is opened although it was muted from the start', () => {
    const { incident } = after(event('09:00', 'muted'), answer('09:00:01', 'alarm', '09:00'))
    expect(incident).toMatchObject({ state: 'help', openedAt: at('09:00:01') })
  })

  it('stays ended when an event of before comes late or again', () => {
    const { known } = after(event('09:00', 'alarm'), answer('09:05', 'deleted'))
    expect(decide(known, event('09:00', 'alarm'))).toEqual({ kind: 'ignore', because: 'stale' })
    expect(decide(known, event('09:04', 'ok'))).toEqual({ kind: 'ignore', because: 'stale' })
  })
})

describe('what CloudWatch answers', () => {
  it('starts no machine for what went off long before Andon came, but calls people', () => {
    const found = (since: string) => after(answer('12:00', 'alarm', since, { playbook: restartCheckout })).incident
    expect(found('11:00')).toMatchObject({ state: 'working', openedAt: at('11:00') })
    expect(found('10:59')).toMatchObject({ state: 'help' })
    expect(after(answer('12:00', 'alarm', '10:59', { playbook: restartCheckout })).said).toEqual([
      'people are called: it holds since 2026-11-21 10:59 UTC, long before Andon heard of it',
    ])
  })

  it('opens what no event told of, since when it holds', () => {
    expect(after(answer('09:05', 'alarm', '08:00')).incident).toMatchObject({ state: 'help', openedAt: at('08:00') })
  })

  it('says nothing new of what events told, however often it is asked', () => {
    const { known } = after(event('09:00', 'alarm'))
    for (const asked of ['09:05', '09:10'])
      expect(decide(known, answer(asked, 'alarm', '09:00'))).toEqual({ kind: 'ignore', because: 'repeated' })
    expect(decide(after(event('09:00', 'ok')).known, answer('09:05', 'ok', '09:00'))).toMatchObject({ kind: 'ignore' })
  })

  it('does not count against an event of after it was asked', () => {
    const { known } = after(event('09:00', 'alarm'), event('09:05:01', 'alarm'))
    expect(decide(known, answer('09:05', 'ok', '09:04'))).toEqual({ kind: 'ignore', because: 'stale' })
    expect(decide(known, answer('09:05', 'deleted'))).toEqual({ kind: 'ignore', because: 'stale' })
  })

  it('does not count against an event of just before it was asked: answers lag behind', () => {
    const { known } = after(event('09:00', 'alarm'), event('09:04:55', 'ok'))
    expect(decide(known, answer('09:05', 'alarm', '09:00'))).toEqual({ kind: 'ignore', because: 'stale' })
  })

  it('counts against a time from a clock gone wrong', () => {
    const { known } = after(event('09:06', 'alarm'))
    expect(decide(known, answer('09:10', 'ok', '09:02'))).toMatchObject({
      change: { after: { state: 'resolved', resolvedAt: at('09:10') } },
    })
  })

  it('does not open again what a person has ended; the next ALARM does', () => {
    const { known } = after(event('09:00', 'alarm'))
    const ended = decideResolve(known!.incident!, { by: 'ada', reason: 'known' }, at('09:03'))
    const memory = { ...known!, ...(ended.kind === 'change' && { incident: ended.change.after }) }
    expect(decide(memory, answer('09:05', 'alarm', '09:00'))).toEqual({ kind: 'ignore', because: 'stale' })
    expect(decide(memory, event('09:04', 'alarm'))).toMatchObject({ change: { after: { openedAt: at('09:04') } } })
  })
})

describe('an alarm without data', () => {
  const silence = (noData?: 'keep' | 'resolve' | 'help') => event('09:10', 'no-data', noData && { noData })

  it('stays open, and says since when there is none', () => {
    const { incident, said } = after(event('09:00', 'alarm'), silence())
    expect(incident).toMatchObject({ state: 'help', noDataSince: at('09:10') })
    expect(said.at(-1)).toBe('no data since 2026-11-21 09:10 UTC')
  })

  it('says so once', () => {
    const { known } = after(event('09:00', 'alarm'), silence())
    expect(decide(known, silence())).toEqual({ kind: 'ignore', because: 'repeated' })
    expect(decide(known, answer('09:15', 'no-data', '09:10'))).toEqual({ kind: 'ignore', because: 'repeated' })
  })

  it('ends where its line wants that', () => {
    const { incident, said } = after(event('09:00', 'alarm'), silence('resolve'))
    expect(incident).toMatchObject({ state: 'resolved', resolvedAt: at('09:10') })
    expect(said.at(-1)).toContain('no data since 2026-11-21 09:10 UTC')
  })

  it('calls people anew where its line wants that', () => {
    const { known } = after(event('09:00', 'alarm'))
    const answered = { ...known!, incident: { ...known!.incident!, acknowledgedBy: 'ada' } }
    const called = decide(answered, silence('help'))
    expect(called).toMatchObject({
      change: {
        after: { state: 'help', noDataSince: at('09:10') },
        entry: { kind: 'called', text: 'people are called: no data since 2026-11-21 09:10 UTC' },
      },
    })
    expect(called.kind === 'change' && called.change.after).not.toHaveProperty('acknowledgedBy')
  })

  it.each(['keep', 'help'] as const)('cannot prove that a machine helped: people are called (%s)', (noData) => {
    const { incident, said } = after(event('09:00', 'alarm', { playbook: restartCheckout }), silence(noData))
    expect(incident).toMatchObject({ state: 'help', noDataSince: at('09:10') })
    expect(said.at(-1)).toBe(
      'people are called: it cannot be proved that restart-checkout helped, no data since 2026-11-21 09:10 UTC',
    )
  })

  it('has data again when it goes off again, and when it clears', () => {
    const again = after(event('09:00', 'alarm'), silence(), event('09:20', 'alarm'))
    expect(again.incident).not.toHaveProperty('noDataSince')
    expect(again.said.at(-1)).toBe('the alarm has data again, and holds')
    const cleared = after(event('09:00', 'alarm'), silence(), event('09:20', 'ok'))
    expect(cleared.incident).toMatchObject({ state: 'resolved' })
    expect(cleared.incident).not.toHaveProperty('noDataSince')
  })
})

describe('an alarm that flaps', () => {
  /** So many times, three minutes apart. */
  const flaps = (times: number, more: Partial<AlarmSignal> = {}) =>
    Array.from({ length: times }, (_, nth) => String(nth * 3).padStart(2, '0')).flatMap((minute) => [
      event(`09:${minute}`, 'alarm', more),
      event(`09:${minute}:40`, 'ok'),
    ])
  const incidentOf = (times: number) => after(...flaps(times)).incident!

  it('says so at its fifth opening within the hour', () => {
    expect(after(...flaps(4)).said.join()).not.toContain('flaps')
    expect(after(...flaps(5)).said.at(-2)).toBe(
      'people are called: the alarm flaps, it went off 5 times within the hour',
    )
    expect(incidentOf(5).id).not.toBe(incidentOf(4).id)
  })

  it('is that one incident from then on, whoever is on it', () => {
    expect(incidentOf(9).id).toBe(incidentOf(5).id)
    const { known } = after(...flaps(5).slice(0, -1))
    const answered = { ...known!, incident: { ...known!.incident!, acknowledgedBy: 'ada' } }
    const cleared = decide(answered, event('09:13', 'ok'))
    const back = cleared.kind === 'change' ? decide(cleared.memory, event('09:15', 'alarm')) : undefined
    expect(back).toMatchObject({
      change: {
        before: { state: 'resolved' },
        after: { state: 'help', acknowledgedBy: 'ada' },
        entry: { kind: 'reopened' },
      },
    })
    expect(back?.kind === 'change' && back.change.after).not.toHaveProperty('resolvedAt')
  })

  it('is a new incident once it was quiet for an hour, or a person ended it', () => {
    const { known } = after(...flaps(5))
    expect(decide(known, event('10:20', 'alarm'))).toMatchObject({ change: { before: undefined } })
    const ended: Memory = { ...known!, incident: { ...known!.incident!, resolvedBy: 'ada' } }
    expect(decide(ended, event('09:20', 'alarm'))).toMatchObject({ change: { before: undefined } })
  })

  it.each([
    ['observe', 'people are called; Restart checkout only observes'],
    ['suggest', 'people are called; Restart checkout looks for what it can suggest'],
  ] as const)('is told once, too, where its playbook may only %s: that runs nothing', (trust, begins) => {
    const rung = { playbook: { ...restartCheckout, trust, atMostPerHour: 2 } }
    const { said, incident, known } = after(...flaps(6, rung).slice(0, -1))
    const opened = said.filter((text) => text.startsWith('people'))
    expect(opened).toEqual([
      ...Array.from({ length: 4 }, () => begins),
      `${begins}; the alarm flaps, it went off 5 times within the hour`,
      'people are called: the alarm flaps, it went off 6 times within the hour',
    ])
    expect(incident).toMatchObject({ state: 'help', playbook: 'restart-checkout', trust })
    expect(incident?.id).toBe(after(...flaps(5, rung)).incident?.id)
    expect(known?.starts).toEqual([])
  })

  it('still lets a playbook run that may, each time in an incident of its own', () => {
    const often = { playbook: { ...restartCheckout, atMostPerHour: 10 } }
    const { said, incident } = after(...flaps(7, often).slice(0, -1))
    expect(incident).toMatchObject({ state: 'working', version: 1 })
    expect(said.at(-1)).toBe('Restart checkout is started; the alarm flaps, it went off 7 times within the hour')
  })
})
