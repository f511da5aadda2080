import fc from 'fast-check'
import { toQueuedProjection } from '../../functions/adapters/queued-projection.ts'
import { outcomes } from '../../functions/domain/outcomes.ts'
import { newestRecords, type RunRecord, runRecordOf } from '../../functions/domain/run-record.ts'
import type { Entry, Incident } from '../../functions/domain/incident.ts'
import { decide } from '../../functions/domain/decide.ts'
import { changed, resolved } from '../../functions/domain/incident-changes.ts'
import { countermeasureFinished, countermeasureStarted, handedOver } from '../../functions/domain/run-changes.ts'
import { undone } from '../../functions/domain/undo.ts'
import { anAlarm, at, restartCheckout } from '../signals.ts'
import { theTable } from './the-table.ts'

let table: ReturnType<typeof theTable>
beforeEach(() => (table = theTable()))
afterEach(() => table.close())

const since = at('00:00')
const of = (playbook = 'restart-checkout') => table.records.of(playbook, since)

/** Everything that happens to an incident of which a machine changed something in vain; people end it. */
function aStory(name: string, steps: number): readonly Entry[] {
  const opened = decide(undefined, anAlarm({ name, playbook: restartCheckout }))
  if (opened.kind !== 'change') throw new Error('expected a change')
  const scale = { title: `scale for ${name}`, action: 'ecs.scale', input: {}, plan: { from: 2 } }
  const all = [
    (incident: Incident) => countermeasureStarted(incident, 0, scale, at('09:01')),
    (incident: Incident) =>
      countermeasureFinished(incident, 0, scale, { outcome: 'done', failed: false, proof: 60 }, at('09:02')),
    (incident: Incident) => handedOver(incident, 'in vain', at('09:04'), 'through'),
    (incident: Incident) => changed(incident, { acknowledgedBy: 'ada' }, 'acknowledged', at('09:05'), 'ada is on it'),
    (incident: Incident) => resolved(incident, at('09:06'), 'the alarm'),
    (incident: Incident) =>
      undone(incident, { nth: 0, title: 'scale' }, { outcome: 'as before', failed: false }, at('09:07')),
  ]
  const entries = [opened.change.entry]
  for (const step of all.slice(0, steps)) {
    const change = step(entries.at(-1)!.incident)
    if (change === undefined) throw new Error('expected a change')
    entries.push(change.entry)
  }
  return entries
}

it('has one item for each run, whatever is delivered twice, in whatever order and batches', async () => {
  let nth = 0
  const stories = fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 4 })
  const property = fc.asyncProperty(
    stories,
    fc.array(fc.nat()),
    fc.integer({ min: 1, max: 5 }),
    async (lengths, order, batch) => {
      // Each try has a playbook of its own, and so a record of its own.
      const playbook = `playbook-${nth++}`
      const entries = lengths
        .flatMap((steps) => aStory(`alarm-${steps}`, steps))
        .map((entry) => ({ ...entry, incident: { ...entry.incident, playbook } }))
      const known = entries.flatMap((entry) => runRecordOf(entry) ?? [])
      const expected = new Map<string, RunRecord>()
      for (const one of known) expected.set(one.incident, one)

      const twice = [...entries, ...entries]
      const delivered = twice
        .map((entry, place) => ({ entry, key: order[place % Math.max(1, order.length)] ?? 0, place }))
        .toSorted((a, b) => ((a.key * 31 + a.place * 17) % 101) - ((b.key * 31 + b.place * 17) % 101))
        .map(({ entry }) => entry)
      for (let from = 0; from < delivered.length; from += batch)
        await Promise.all(newestRecords(delivered.slice(from, from + batch)).map((run) => table.records.put(run)))
      const found = await of(playbook)
      expect(found).toHaveLength(expected.size)
      expect(found.map((run) => [run.incident, run])).toEqual(expect.arrayContaining([...expected]))
    },
  )
  await fc.assert(property, { numRuns: 40 })
})

it('says what was left changed, until it is undone', async () => {
  const put = async (steps: number) => {
    for (const run of newestRecords(aStory('checkout-5xx', steps))) await table.records.put(run)
    return (await of()).map(({ outcome, left }) => ({ outcome, left }))
  }
  expect(await put(2)).toEqual([])
  expect(await put(3)).toEqual([{ outcome: 'gave-up', left: ['scale for checkout-5xx'] }])
  expect(await put(5)).toEqual([{ outcome: 'late', left: ['scale for checkout-5xx'] }])
  expect(await put(6)).toEqual([{ outcome: 'late', left: [] }])
})

it('reads no further back than asked, and of no other playbook', async () => {
  const [run] = newestRecords(aStory('checkout-5xx', 3))
  await table.records.put(run!)
  await table.records.put({ ...run!, incident: 'old', openedAt: at('09:00'), playbook: 'other' })
  expect(await of()).toEqual([run])
  expect(await table.records.of('restart-checkout', '2026-11-22T00:00:00.000Z' as typeof since)).toEqual([])
})

it('leaves out what Andon did not write, and names it', async () => {
  const [run] = newestRecords(aStory('checkout-5xx', 3))
  await table.records.put(run!)
  await table.put({ pk: 'RECORD#restart-checkout', sk: 'RUN#2026-11-21#x#1', outcome: 'splendid' })
  expect(await of()).toEqual([run])
  expect(table.leftOut).toEqual([expect.stringContaining('RECORD#restart-checkout RUN#2026-11-21#x#1')])
})

it('waits in the queue as it is', () => {
  const [run] = newestRecords(aStory('checkout-5xx', 3))
  for (const outcome of outcomes) {
    const projection = { kind: 'record', run: { ...run!, outcome } } as const
    expect(toQueuedProjection(JSON.stringify({ ...projection, tries: 2 }))).toEqual({ projection, tries: 2 })
  }
})
