import fc from 'fast-check'
import { incidentId } from '../../functions/domain/incident-id.ts'
import { type Instant, instant } from '../../functions/domain/instant.ts'
import type { Incoming } from '../../functions/domain/settle.ts'
import { Conflict } from '../../functions/ports.ts'
import { takeIn, takeInAll } from '../../functions/usecases/take-in.ts'
import { anAlarm, anAnswer, aPull, restartCheckout } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'

type Table = ReturnType<typeof aTable>

const minute = fc.integer({ min: 0, max: 6 }).map((n) => instant(Date.UTC(2026, 10, 21, 9, n)))
const lineOf = (name: string) => (name < 'c' ? 'checkout' : 'search')
const alarm = fc
  .record({ name: fc.constantFrom('a', 'b', 'c', 'd'), state: fc.constantFrom('alarm', 'ok'), at: minute })
  .map(({ name, ...rest }): Incoming => anAlarm({ name, line: lineOf(name), ...rest, ...playbookOf(name) }))
const playbookOf = (name: string) => (name === 'b' ? { playbook: restartCheckout } : {})
const battery = fc.record({ state: fc.constantFrom('alarm', 'ok'), at: minute }).map(({ state, at }): Incoming => ({
  kind: 'device',
  id: `${at} ${state}`,
  key: 'battery',
  line: 'platform',
  at,
  title: 'the battery is low',
  reason: '',
  state,
  saidBy: 'button 1',
}))
const pull = fc
  .record({ click: fc.constantFrom('SINGLE', 'DOUBLE', 'LONG'), at: minute })
  .map(({ click, at }): Incoming => aPull({ id: `${at} ${click}`, click, at }))
const idOf = (name: string, at: Instant) => incidentId(lineOf(name), anAlarm({ name }).key, at)
/** Of an incident that there may be by then, or not. */
const answer = fc
  .record({ name: fc.constantFrom('a', 'c'), at: minute, by: fc.constantFrom('ada', 'grace') })
  .map(({ name, at, by }): Incoming => anAnswer(idOf(name, at), { by }))
const arrivals = fc.array(fc.oneof(alarm, alarm, alarm, pull, battery, answer), { minLength: 1, maxLength: 30 })

/** Cuts a list at any places. */
function cutBy<T>(list: readonly T[], mayCut: () => boolean): T[][] {
  const parts: T[][] = [[]]
  for (const one of list) {
    if (parts.at(-1)!.length > 0 && mayCut()) parts.push([])
    parts.at(-1)!.push(one)
  }
  return parts
}

/** Of each line, what it wrote in its order: lines do not wait for each other. */
const contents = ({ all }: Table) => {
  const { entries, ...rest } = all()
  return { ...rest, entries: Map.groupBy(entries, ({ incident }) => incident.line) }
}

it('comes to what one at a time comes to, in any batches, cut anywhere, with other writers in between', async () => {
  const chances = fc.infiniteStream(fc.boolean())
  await fc.assert(
    fc.asyncProperty(arrivals, chances, chances, chances, async (all, batches, parts, conflicts) => {
      const chance = (from: Stream<boolean>) => () => from.next().value
      const single = aTable()
      const one: unknown[] = []
      for (const incoming of all) {
        one.push(
          await takeIn(single.ports, incoming).then(
            ({ kind }) => kind,
            () => 'failed',
          ),
        )
      }
      const folded = aTable()
      folded.cuts((writes) => cutBy(writes, chance(parts)))
      folded.beforeSave(() => {
        if (conflicts.next().value && conflicts.next().value) throw new Conflict()
      })
      const many: unknown[] = []
      for (const batch of cutBy(all, chance(batches))) {
        for (const outcome of await takeInAll(folded.ports, batch)) {
          many.push(outcome.kind === 'settled' ? outcome.settled.kind : 'failed')
        }
      }
      expect(many).toEqual(one)
      expect(contents(folded)).toEqual(contents(single))
    }),
    { numRuns: 300 },
  )
})
type Stream<T> = { next(): IteratorResult<T> }
