import fc from 'fast-check'
import { decide } from '../../functions/domain/decide.ts'
import type { Decision, Memory } from '../../functions/domain/memory.ts'
import { instant } from '../../functions/domain/instant.ts'
import type { Signal } from '../../functions/domain/signal.ts'
import { anAlarm, at, home, restartCheckout } from '../signals.ts'

/** What is known after these signals arrived in this order. */
const after = (...signals: Signal[]): Memory | undefined =>
  signals.reduce<Memory | undefined>((known, signal) => memoryAfter(known, decide(known, signal)), undefined)
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

it('names an incident so that a durable execution can bear the name', () => {
  const decision = decide(undefined, anAlarm({ line: 'a'.repeat(32), name: 'ä — "weird" <alarm>' }))
  expect(decision.kind === 'change' && decision.change.after.id).toMatch(/^[A-Za-z0-9-]{1,55}$/)
})
