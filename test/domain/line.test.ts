import fc from 'fast-check'
import { decide } from '../../functions/domain/decide.ts'
import type { Memory } from '../../functions/domain/memory.ts'
import type { Change } from '../../functions/domain/incident.ts'
import { changed, resolved } from '../../functions/domain/incident-changes.ts'
import { instant } from '../../functions/domain/instant.ts'
import { commandFor, isDue, stateOf } from '../../functions/domain/light.ts'
import { type Line, newLine, ticked, withChange } from '../../functions/domain/line.ts'
import type { Pull } from '../../functions/domain/act.ts'
import type { Signal } from '../../functions/domain/signal.ts'
import { lightCommand } from '../../iot/contract/light-command.ts'
import { anAlarm, aPull, at, restartCheckout } from '../signals.ts'

const calm = newLine('checkout', at('08:00'))
const openedBy = (signal: Signal | Pull, known?: Memory): Change => {
  const decision = decide(known, signal)
  if (decision.kind !== 'change') throw new Error(`expected a change, not ${decision.kind}`)
  return decision.change
}
const opening = (line: Line, signal: Signal | Pull) =>
  withChange(line, openedBy(signal), signal.kind === 'alarm', signal.at)
const minutes = (n: number) => instant(Date.UTC(2026, 10, 21, 9, n))

describe('a line shows the most urgent of its open incidents', () => {
  it.each([
    ['calm', []],
    ['working', [anAlarm({ name: 'a', playbook: restartCheckout })]],
    ['help', [anAlarm({ name: 'a', playbook: restartCheckout }), anAlarm({ name: 'b' })]],
    ['stop', [anAlarm({ name: 'b' }), aPull({ click: 'LONG' }), anAlarm({ name: 'a', playbook: restartCheckout })]],
  ] as const)('%s', (state, signals) => {
    expect(stateOf(signals.reduce(opening, calm))).toBe(state)
  })

  it('approval before help, and stop before approval', () => {
    const change = openedBy(anAlarm({ name: 'a' }))
    const asking = changed(change.after, { state: 'approval' }, 'changed', at('09:01'), 'asks')
    const line = withChange(
      opening(withChange(calm, change, true, at('09:00')), anAlarm({ name: 'b' })),
      asking,
      false,
      at('09:01'),
    )
    expect(stateOf(line)).toBe('approval')
    expect(stateOf(opening(line, aPull({ click: 'LONG' })))).toBe('stop')
  })

  it('is calm again once all are resolved, whatever order that came in', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(['a', 'b', 'c', 'd'], { minLength: 4, maxLength: 4 }), (order) => {
        const changes = ['a', 'b', 'c', 'd'].map((name) => openedBy(anAlarm({ name })))
        const open = changes.reduce((line, change) => withChange(line, change, true, at('09:00')), calm)
        const byName = new Map(changes.map(({ after }) => [after.title, after]))
        const end = order.reduce(
          (line, name) => withChange(line, resolved(byName.get(name)!, at('09:05'), 'the alarm'), false, at('09:05')),
          open,
        )
        expect(end).toMatchObject({ open: calm.open, reasons: [], v: 8 })
      }),
    )
  })
})

describe('a flood (ISA-18.2)', () => {
  const storm = (n: number) =>
    Array.from({ length: n }, (_, i) => anAlarm({ name: `alarm-${i}` })).reduce(opening, calm)

  it('begins with the eleventh alarm within ten minutes', () => {
    expect(stateOf(storm(10))).toBe('help')
    expect(stateOf(storm(11))).toBe('flood')
  })

  it('ends when fewer than five came within ten minutes', () => {
    const late = [minutes(8), minutes(8), minutes(8), minutes(8)]
    const line: Line = { ...storm(11), alarms: [...storm(11).alarms.slice(4), ...late] }
    expect(stateOf(ticked(line, minutes(9)))).toBe('flood')
    expect(stateOf(ticked(line, minutes(11)))).toBe('help')
  })

  describe('is never without an open incident', () => {
    const changes = Array.from({ length: 12 }, (_, i) => openedBy(anAlarm({ name: `alarm-${i}` })))
    const poured = changes.reduce((line, change) => withChange(line, change, true, at('09:00')), calm)
    const clear = (line: Line, some: readonly Change[]) =>
      some.reduce((l, { after }) => withChange(l, resolved(after, at('09:01'), 'the alarm'), false, at('09:01')), line)

    it('so that it ends with the last of them', () => {
      expect(stateOf(clear(poured, changes.slice(1)))).toBe('flood')
      expect(stateOf(clear(poured, changes))).toBe('calm')
    })

    it('also where the line is only refreshed, as an earlier version left it', () => {
      expect(stateOf(ticked({ ...clear(poured, changes), flooded: true }, at('09:02')))).toBe('calm')
    })

    it('and is one again when the next of as many comes', () => {
      expect(stateOf(opening(clear(poured, changes), anAlarm({ name: 'one more', at: at('09:02') })))).toBe('flood')
    })
  })

  it('does not hide that the line is stopped', () => {
    expect(stateOf(opening(storm(11), aPull({ click: 'LONG' })))).toBe('stop')
  })

  it('is not made of cords', () => {
    const pulls = Array.from({ length: 20 }, (_, i) => aPull({ key: `cord ${i}`, id: `${i}` }))
    expect(stateOf(pulls.reduce(opening, calm))).toBe('help')
  })

  it('keeps the line’s item small, and its counts exact', () => {
    const line = Array.from({ length: 10_000 }, (_, i) => anAlarm({ name: `alarm-${i}` })).reduce(opening, calm)
    expect(line.open.help.all).toBe(10_000)
    expect(JSON.stringify(line).length).toBeLessThan(8_000)
  })
})

describe('the command for a light', () => {
  it('is what the contract says, and at most ten reasons', () => {
    const line = Array.from({ length: 15 }, (_, i) =>
      anAlarm({ name: `alarm-${i}`, url: `https://example.com/${i}` }),
    ).reduce(opening, calm)
    const command = commandFor([line], at('09:00'))
    expect(lightCommand.parse(command)).toEqual(command)
    expect(command.reasons).toHaveLength(10)
  })

  it('of several lines shows the most urgent, and names it', () => {
    const search = opening(newLine('search', at('08:00')), anAlarm({ name: 'search-latency', line: 'search' }))
    const checkout = opening(calm, anAlarm({ playbook: restartCheckout }))
    expect(commandFor([checkout, search], at('09:00'))).toMatchObject({
      line: 'search',
      state: 'help',
      v: 2,
      reasons: [{ title: 'search-latency' }, { title: 'checkout-latency' }],
    })
  })

  it('of several lines is newer whichever of them changed', () => {
    const search = newLine('search', at('08:30'))
    const before = commandFor([calm, search], at('09:00'))
    const after = commandFor([ticked(calm, at('09:01')), search], at('09:01'))
    expect(after).toMatchObject({ epoch: before.epoch, v: before.v + 1 })
  })

  it('counts as answered only when somebody answered all that it shows', () => {
    const first = openedBy(anAlarm({ name: 'a' }))
    const both = opening(withChange(calm, first, true, at('09:00')), anAlarm({ name: 'b' }))
    const answered = changed(first.after, { acknowledgedBy: 'ada' }, 'acknowledged', at('09:01'), 'ada has it')
    expect(commandFor([withChange(both, answered, false, at('09:01'))], at('09:01')).acknowledged).toBe(false)
    const alone = withChange(withChange(calm, first, true, at('09:00')), answered, false, at('09:01'))
    expect(commandFor([alone], at('09:01')).acknowledged).toBe(true)
    expect(commandFor([calm], at('09:01')).acknowledged).toBe(false)
  })
})

describe('what a line’s lamps were told', () => {
  const working = opening(newLine('checkout', at('09:00')), anAlarm({ playbook: restartCheckout }))

  it.each([
    ['calm', newLine('checkout', at('09:00')), '09:01', '09:02', 300],
    ['open', working, '09:00:30', '09:01', 180],
  ] as const)('is repeated, while %s, long before the lamps stop trusting it', (_, line, early, due, ttlSeconds) => {
    expect(isDue(line, at(early))).toBe(false)
    expect(isDue(line, at(due))).toBe(true)
    expect(commandFor([line], at('09:00'))).toMatchObject({ ttlSeconds })
  })

  it('is due a few seconds early rather than a minute late', () => {
    expect(isDue(working, at('09:00:46'))).toBe(true)
  })
})
