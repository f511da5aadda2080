import fc from 'fast-check'
import type { Pull } from '../../functions/domain/act.ts'
import { callOf } from '../../functions/domain/call-for-people.ts'
import { decideAnswer } from '../../functions/domain/decide-answer.ts'
import { decide } from '../../functions/domain/decide.ts'
import { instant } from '../../functions/domain/instant.ts'
import { lineAfter, newLine, withChange } from '../../functions/domain/line.ts'
import type { Decision, Memory } from '../../functions/domain/memory.ts'
import { aPull, at } from '../signals.ts'

/** What is known after these pulls arrived in this order. */
const after = (...pulls: Pull[]): Memory | undefined =>
  pulls.reduce<Memory | undefined>((known, pull) => {
    const decision = decide(known, pull)
    return decision.kind === 'ignore' ? known : decision.memory
  }, undefined)
const changeIn = (decision: Decision) => {
  if (decision.kind !== 'change') throw new Error(`expected a change, but it was: ${decision.because}`)
  return decision.change
}

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

  it('calls as often as it was pulled for something new, however often each pull is delivered', () => {
    const reasons = fc.array(fc.constantFrom('', 'printer empty', 'smoke'), { minLength: 1, maxLength: 8 })
    const deliveries = reasons.chain((told) =>
      fc.record({
        told: fc.constant(told),
        // After each pull: an earlier one, which is delivered once more.
        again: fc.array(fc.nat(), { minLength: told.length, maxLength: told.length }),
      }),
    )
    fc.assert(
      fc.property(deliveries, ({ told, again }) => {
        const pulls = told.map((reason, nth) =>
          aPull({
            id: `${nth}`,
            at: instant(Date.UTC(2026, 10, 21, 9, nth)),
            reason,
            ...(reason && { title: reason }),
          }),
        )
        const once = after(...pulls)
        const often = after(...pulls.flatMap((pull, nth) => [pull, pulls[again[nth]! % (nth + 1)]!]))
        expect(often).toEqual(once)
        const news = told.filter((reason, nth) => nth > 0 && reason !== '' && reason !== lastSaid(told.slice(0, nth)))
        expect(once?.incident?.version).toBe(1 + news.length)
      }),
    )
  })
  const lastSaid = (told: readonly string[]) => told.findLast((reason) => reason !== '') ?? ''

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
