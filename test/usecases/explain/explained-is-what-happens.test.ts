import fc from 'fast-check'
import { markOf } from '../../../functions/usecases/what-it-would-do.ts'
import { mayAct } from '../../../functions/domain/guards/guard.ts'
import { instant } from '../../../functions/domain/instant.ts'
import { stateOf } from '../../../functions/domain/light.ts'
import type { Settled } from '../../../functions/domain/settle.ts'
import { askGuards, factsOf } from '../../../functions/usecases/ask-guards.ts'
import { explainNow } from '../../../functions/usecases/explain/explain-now.ts'
import { type Explanation, isNot } from '../../../functions/usecases/explain/explanation.ts'
import { aPipelineEvent } from '../../an-event.ts'
import { home } from '../../signals.ts'
import { aTable } from '../../table-in-memory.ts'
import { anAlarmEvent, onlyMeaning } from './a-known.ts'
import { happens, known, portsOf } from './a-table-explained.ts'

const minute = fc.integer({ min: 0, max: 40 }).map((n) => instant(Date.UTC(2026, 10, 21, 8, n)))
const alarm = fc
  .record({
    name: fc.constantFrom('checkout-5xx', 'checkout-latency', 'search-latency', 'payments-5xx'),
    state: fc.constantFrom('ALARM', 'OK', 'INSUFFICIENT_DATA'),
    time: minute,
    account: fc.constantFrom(home.account, '111122223333'),
  })
  .map((event): object => anAlarmEvent(event))
const pipeline = fc
  .record({ state: fc.constantFrom('FAILED', 'SUCCEEDED'), time: minute, id: fc.constantFrom('a', 'b', 'c') })
  .map((event): object => aPipelineEvent(event))
const pull = fc
  .record({ click: fc.constantFrom('SINGLE', 'DOUBLE', 'LONG'), time: minute })
  .map(({ click, time }): object => ({
    source: 'board',
    'detail-type': 'Cord Pulled',
    id: `${time} ${click}`,
    time,
    ...home,
    detail: { line: 'checkout', click, by: 'ada', id: `${time} ${click}` },
  }))
const anything = fc.oneof(alarm, alarm, pipeline, pull)

/** What an explanation says is to change, in the words of the decision. */
function changesIn({ means }: Explanation): readonly (object | undefined)[] {
  if (isNot(means)) return []
  return means.map(({ change }) => {
    if (isNot(change)) return undefined
    const { kind, text, incident, state } = change
    return { kind, text, incident, state }
  })
}

const changesOf = (settled: readonly Settled[]) =>
  settled.map((one) => {
    if (one.kind !== 'change') return undefined
    const { kind, text, incident } = one.change.entry
    return { kind, text, incident: incident.id, state: incident.state }
  })

describe('what is explained is what then happens', () => {
  it('whatever came before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { maxLength: 15 }), anything, async (before, event) => {
        const table = aTable()
        for (const one of before) await happens(table, one)
        const held = table.all()
        const explained = await explainNow(known, event, portsOf(table))
        // It has written nothing.
        expect(table.all()).toEqual(held)
        const became = await happens(table, event)
        expect(changesIn(explained)).toEqual(changesOf(became))
        if (isNot(explained.means)) return
        for (const { lights, line } of explained.means) {
          if (isNot(lights)) continue
          const there = table.line(line.name)
          expect(lights.find(({ shows }) => shows.length === 1)?.state).toBe(there && stateOf(there))
        }
      }),
    )
  })

  it('and so do the guards judge, one by one and together', async () => {
    const minutes = fc.integer({ min: 0, max: 90 })
    const deed = fc.record({
      ago: minutes,
      until: fc.integer({ min: -5, max: 5 }),
      playbook: fc.constantFrom('restart-checkout', 'another'),
      resource: fc.constantFrom('ecs service/shop/checkout', 'ecs service/shop/cart'),
    })
    const machines = fc.constantFrom(
      { kind: 'run' } as const,
      { kind: 'stopped', because: 'by ada' } as const,
      { kind: 'unknown', because: 'denied' } as const,
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(deed, { maxLength: 12 }),
        machines,
        fc.array(anything, { maxLength: 6 }),
        async (deeds, isSo, before) => {
          const table = aTable()
          for (const one of before) await happens(table, one)
          const now = table.ports.clock.now()
          for (const [nth, { ago, until, playbook, resource }] of deeds.entries()) {
            const time = (offset: number) => instant(Date.parse(now) + offset * 60_000)
            const one = { mark: `m${nth}`, incident: `i${nth}`, playbook, resource, at: time(-ago), until: time(until) }
            const { hands } = await table.ports.hands.of(['checkout'], { playbook, resource })
            if (hands !== undefined) await table.ports.hands.add(hands, one, { line: 'checkout' })
          }
          const ports = portsOf(table, { machines: async () => isSo })
          const event = anAlarmEvent({ name: 'checkout-5xx' })
          const explained = onlyMeaning(await explainNow(known, event, ports))
          const [settled] = await happens(table, event)
          if (isNot(explained.countermeasures) || settled?.kind !== 'change') return
          const [first] = explained.countermeasures
          if (first === undefined || isNot(first.ready) || isNot(first.ready.guards))
            throw new Error('it has no guards')
          const incident = settled.change.after
          const about = {
            playbook: 'restart-checkout',
            mark: markOf(incident.id, 0),
            resource: 'ecs service/shop/checkout',
            rules: known.rules('restart-checkout', 'checkout'),
            plan: { nth: 0, title: 'redeploy', plan: 'seen' },
            changes: { arns: [] },
          }
          const verdict = (await askGuards(ports, incident, about)).verdict
          const { kind, because, until, guards } = { because: undefined, until: undefined, guards: [], ...verdict }
          expect({ because: undefined, until: undefined, ...first.ready.together }).toEqual({ kind, because, until })
          const against = first.ready.guards.flatMap((one) => ('kind' in one && one.kind !== 'act' ? [one.guard] : []))
          expect(against).toEqual(guards)
          expect(mayAct(known.guards, (await factsOf(ports, incident, about)).facts, now).kind).toBe(verdict.kind)
        },
      ),
    )
  })
})
