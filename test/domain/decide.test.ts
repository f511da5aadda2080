import fc from 'fast-check'
import { callOf } from '../../functions/domain/call-for-people.ts'
import { decideAnswer } from '../../functions/domain/decide-answer.ts'
import { decide } from '../../functions/domain/decide.ts'
import type { Decision, Memory } from '../../functions/domain/memory.ts'
import { instant } from '../../functions/domain/instant.ts'
import type { Pull } from '../../functions/domain/act.ts'
import { lineAfter, newLine, withChange } from '../../functions/domain/line.ts'
import type { Signal } from '../../functions/domain/signal.ts'
import { anAlarm, aPull, at, home, restartCheckout } from '../signals.ts'

/** What is known after these signals arrived in this order. */
const after = (...signals: (Signal | Pull)[]): Memory | undefined =>
  signals.reduce<Memory | undefined>((known, signal) => memoryAfter(known, decide(known, signal)), undefined)
const changeIn = (decision: Decision) => {
  if (decision.kind !== 'change') throw new Error(`expected a change, but it was: ${decision.because}`)
  return decision.change
}
const memoryAfter = (known: Memory | undefined, decision: Decision) =>
  decision.kind === 'ignore' ? known : decision.memory

describe('an alarm goes off', () => {
  it('calls people when no playbook covers it', () => {
    expect(decide(undefined, anAlarm())).toMatchObject({
      kind: 'change',
      change: {
        before: undefined,
        after: { state: 'help', version: 1, title: 'checkout-latency' },
        entry: { kind: 'opened' },
      },
    })
  })

  it('lets a machine try when a playbook covers it', () => {
    expect(decide(undefined, anAlarm({ playbook: restartCheckout }))).toMatchObject({
      change: { after: { state: 'working', playbook: 'restart-checkout' } },
      memory: { starts: [at('09:00')] },
    })
  })

  it('calls people, and says why, where its playbook is for another account', () => {
    const decision = decide(
      undefined,
      anAlarm({ elsewhere: true, withheld: 'Restart checkout', tags: { team: 'shop' } }),
    )
    expect(decision).toMatchObject({
      change: {
        after: { state: 'help', ...home, elsewhere: true, tags: { team: 'shop' } },
        entry: {
          text: 'people are called: Restart checkout is not for alarms of account 000000000000, region eu-central-1',
        },
      },
    })
  })

  it('opens nothing on missing data', () => {
    expect(decide(undefined, anAlarm({ state: 'no-data' }))).toEqual({ kind: 'ignore', because: 'no-data' })
  })

  it('is one incident while it stays in ALARM, however often that is said', () => {
    const again = decide(after(anAlarm()), anAlarm({ at: at('09:02') }))
    expect(again).toMatchObject({ kind: 'note', because: 'already-open', memory: { at: at('09:02') } })
  })

  it('is a new incident when it comes back after it cleared', () => {
    const known = after(anAlarm(), anAlarm({ state: 'ok', at: at('09:03') }))
    const back = decide(known, anAlarm({ at: at('09:04') }))
    expect(back).toMatchObject({ kind: 'change', change: { before: undefined, after: { openedAt: at('09:04') } } })
    expect(back.kind === 'change' && back.change.after.id).not.toBe(known?.incident?.id)
  })
})

describe('an alarm clears', () => {
  it('resolves the incident, and says so', () => {
    expect(decide(after(anAlarm()), anAlarm({ state: 'ok', at: at('09:07') }))).toMatchObject({
      change: {
        after: { state: 'resolved', resolvedAt: at('09:07'), resolvedBy: 'the alarm' },
        entry: { kind: 'resolved' },
      },
    })
  })

  it('is remembered when nothing is open, so that the ALARM it overtook is known to be stale', () => {
    const known = after(anAlarm({ state: 'ok', at: at('09:07') }))
    expect(known).toMatchObject({ at: at('09:07') })
    expect(decide(known, anAlarm({ at: at('09:00') }))).toEqual({ kind: 'ignore', because: 'stale' })
  })

  it('does not resolve what went off again before it arrived', () => {
    const known = after(anAlarm({ at: at('09:00') }), anAlarm({ at: at('09:06') }))
    expect(decide(known, anAlarm({ state: 'ok', at: at('09:05') }))).toEqual({ kind: 'ignore', because: 'stale' })
  })

  it('resolves although missing data was reported in between', () => {
    const known = after(anAlarm(), anAlarm({ state: 'no-data', at: at('09:10') }))
    expect(decide(known, anAlarm({ state: 'ok', at: at('09:05') }))).toMatchObject({
      change: { after: { state: 'resolved' } },
    })
  })

  it('never has the last word against an ALARM of the same instant', () => {
    const ok = anAlarm({ state: 'ok', at: at('09:05') })
    const alarm = anAlarm({ at: at('09:05') })
    expect(after(ok, alarm)?.incident?.state).toBe('help')
    expect(after(alarm, ok)?.incident?.state).toBe('help')
  })
})

it('ends the same in whatever order and however often an alarm’s changes arrive', () => {
  const changes = fc.uniqueArray(
    fc.record({ minute: fc.integer({ min: 0, max: 59 }), state: fc.constantFrom('alarm' as const, 'ok' as const) }),
    { selector: ({ minute }) => minute, minLength: 1, maxLength: 12 },
  )
  const shuffled = changes.chain((list) =>
    fc.record({
      list: fc.constant(list),
      arrivals: fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2, maxLength: list.length * 2 }),
    }),
  )
  fc.assert(
    fc.property(shuffled, ({ list, arrivals }) => {
      const signals = arrivals.map(({ minute, state }) =>
        anAlarm({ state, at: instant(Date.UTC(2026, 10, 21, 9, minute)) }),
      )
      const newest = list.reduce((a, b) => (a.minute > b.minute ? a : b))
      const { incident } = after(...signals) ?? {}
      expect(incident !== undefined && incident.state !== 'resolved').toBe(newest.state === 'alarm')
    }),
  )
})

describe('a machine that would go round in circles', () => {
  const flap = (minute: number): Signal[] => [
    anAlarm({ playbook: restartCheckout, at: instant(Date.UTC(2026, 10, 21, 9, minute)) }),
    anAlarm({ playbook: restartCheckout, state: 'ok', at: instant(Date.UTC(2026, 10, 21, 9, minute, 30)) }),
  ]

  it('may start a playbook five times within the hour; then people are called', () => {
    const known = after(...[0, 5, 10, 15, 20].flatMap(flap))
    expect(decide(known, flap(25)[0]!)).toMatchObject({
      change: {
        after: { state: 'help' },
        entry: { text: expect.stringContaining('already ran 5 times within the hour') },
      },
    })
  })

  it('may start it again once an hour has passed', () => {
    const known = after(...[0, 5, 10, 15, 20].flatMap(flap))
    expect(decide(known, flap(61)[0]!)).toMatchObject({ change: { after: { state: 'working' } } })
  })
})

describe('a cord is pulled', () => {
  it('calls for help', () => {
    expect(decide(undefined, aPull())).toMatchObject({
      change: { after: { state: 'help' }, entry: { text: 'cord desk-1 calls for help' } },
    })
  })

  it('stops the line when it is held', () => {
    expect(decide(undefined, aPull({ click: 'LONG' }))).toMatchObject({ change: { after: { state: 'stop' } } })
    expect(decide(after(aPull()), aPull({ click: 'LONG', at: at('09:01') }))).toMatchObject({
      change: { before: { state: 'help' }, after: { state: 'stop', version: 2 } },
    })
  })

  it('resolves its own incident when it is pulled twice, also within the same second', () => {
    expect(decide(after(aPull()), aPull({ click: 'DOUBLE' }))).toMatchObject({
      change: { after: { state: 'resolved', resolvedBy: 'cord desk-1' } },
    })
  })

  it('opens nothing again when it is delivered once more after it was resolved in the same second', () => {
    expect(decide(after(aPull(), aPull({ click: 'DOUBLE' })), aPull())).toEqual({ kind: 'ignore', because: 'repeated' })
  })

  it('is another incident when it is held in the second in which the one before was resolved', () => {
    const known = after(aPull(), aPull({ click: 'DOUBLE' }))
    const stopped = decide(known, aPull({ click: 'LONG' }))
    expect(stopped).toMatchObject({ kind: 'change', change: { before: undefined, after: { state: 'stop' } } })
    expect(stopped.kind === 'change' && stopped.change.after.id).not.toBe(known?.incident?.id)
  })

  it('costs nothing when it was a mistake', () => {
    expect(decide(after(aPull()), aPull({ at: at('09:01') }))).toMatchObject({ kind: 'note', because: 'already-open' })
    expect(decide(undefined, aPull({ click: 'DOUBLE' }))).toMatchObject({ kind: 'note', because: 'nothing-open' })
  })

  it('counts once, however often it is delivered', () => {
    expect(decide(after(aPull()), aPull())).toEqual({ kind: 'ignore', because: 'repeated' })
  })
})

describe('a cord is pulled again while its call is open', () => {
  const saying = (reason: string, rest: Partial<Pull> = {}) => aPull({ title: reason, reason, by: 'ada', ...rest })
  const empty = saying('printer empty')
  const fire = saying('fire in aisle 3', { at: at('09:10') })
  const answered = (known: Memory | undefined): Memory => {
    const decision = decideAnswer(known!.incident!, { id: 'a-1', by: 'bob' }, at('09:05'))
    return { ...known!, incident: decision.kind === 'change' ? decision.change.after : known!.incident! }
  }

  it('calls again after an answer, with its own reason, and keeps the one before in the timeline', () => {
    const known = answered(after(empty))
    const decision = decide(known, fire)
    expect(decision).toMatchObject({
      kind: 'change',
      change: {
        before: { acknowledgedBy: 'bob' },
        after: { id: known.incident?.id, state: 'help', title: 'fire in aisle 3', version: 3 },
        entry: { kind: 'called', text: 'ada calls again: fire in aisle 3 (before: printer empty)' },
      },
    })
    const { after: incident, entry } = changeIn(decision)
    expect(incident).not.toHaveProperty('acknowledgedBy')
    expect(incident).not.toHaveProperty('acknowledgedAt')
    expect(callOf(entry)).toMatchObject({ state: 'help', version: 3, at: at('09:10') })
    // The answer that is delivered once more is to the call before.
    expect(decideAnswer(incident, { id: 'a-1', by: 'bob' }, at('09:11'))).toMatchObject({ because: 'repeated' })
  })

  it('calls again after an answer, also without a word', () => {
    const { after: incident, entry } = changeIn(decide(answered(after(empty)), aPull({ at: at('09:10') })))
    expect(incident).toMatchObject({ title: 'printer empty', reason: 'printer empty' })
    expect(entry.text).toBe('cord desk-1 calls again')
  })

  it('calls again before an answer only if it says something new', () => {
    expect(changeIn(decide(after(empty), fire)).entry).toMatchObject({ kind: 'called' })
    expect(decide(after(empty), saying('printer empty', { at: at('09:01') }))).toMatchObject({
      because: 'already-open',
    })
  })

  it('shows the reason of the more urgent one', () => {
    const { after: incident, entry } = changeIn(
      decide(after(empty), { ...fire, click: 'LONG', title: 'smoke', reason: 'smoke' }),
    )
    expect(incident).toMatchObject({ state: 'stop', title: 'smoke' })
    expect(entry).toMatchObject({ kind: 'stopped', text: 'ada stopped the line: smoke (before: printer empty)' })
  })

  it('does not make a stopped line less urgent, but calls again', () => {
    const known = after(saying('smoke', { click: 'LONG' }))
    expect(changeIn(decide(known, fire)).after).toMatchObject({ state: 'stop', title: 'fire in aisle 3' })
    expect(changeIn(decide(answered(known), aPull({ click: 'LONG', at: at('09:10') }))).entry).toMatchObject({
      kind: 'called',
    })
    expect(decide(known, aPull({ click: 'LONG', at: at('09:01') }))).toMatchObject({ because: 'already-open' })
  })

  it('shows on the line at once, with its reason', () => {
    const first = changeIn(decide(undefined, empty))
    const line = withChange(newLine('checkout', at('08:00')), first, false, at('09:00'))
    const again = changeIn(decide(after(empty), fire))
    expect(lineAfter(line, again, false, at('09:10'))?.after).toMatchObject({
      open: { help: { all: 1, unacknowledged: 1 } },
      reasons: [{ title: 'fire in aisle 3', openedAt: at('09:00') }],
    })
  })
})

it('names an incident so that a durable execution can bear the name', () => {
  const decision = decide(undefined, anAlarm({ line: 'a'.repeat(32), name: 'ä — "weird" <alarm>' }))
  expect(decision.kind === 'change' && decision.change.after.id).toMatch(/^[A-Za-z0-9-]{1,55}$/)
})
