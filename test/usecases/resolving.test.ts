import fc from 'fast-check'
import { released } from '../../functions/domain/line.ts'
import { decisionAsked, held } from '../../functions/domain/run-changes.ts'
import { record } from '../../functions/usecases/record.ts'
import { takeIn, takeInAll } from '../../functions/usecases/take-in.ts'
import { anAlarm, aPull, aResolve, at, restartCheckout } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'

/** Something is open since nine, and at ten past ada says that it is over. */
async function aStory(signal: Parameters<typeof takeIn>[1] = anAlarm()) {
  const table = aTable()
  await takeIn(table.ports, signal)
  const { id } = table.incidents()[0]!
  table.at('09:10')
  const resolve = (act: Parameters<typeof aResolve>[1] = {}) => takeIn(table.ports, aResolve(id, act))
  return { ...table, id, resolve, incident: () => table.incidents()[0]! }
}

it('ends an alarm’s incident, says by whom and why, and that the alarm still holds', async () => {
  const { resolve, incident, line, said } = await aStory()
  expect(await resolve()).toMatchObject({ kind: 'change', change: { entry: { kind: 'resolved', at: at('09:10') } } })
  expect(incident()).toMatchObject({ state: 'resolved', resolvedBy: 'Operators/ada', resolvedAt: at('09:10') })
  expect(line()?.open.help.all).toBe(0)
  expect(said().at(-1)).toBe(
    'resolved by Operators/ada: the till was replaced (its alarm still holds: the next ALARM opens a new incident)',
  )
})

it('does not say that an alarm holds of which nothing is known', async () => {
  const { resolve, ports, said } = await aStory()
  await takeIn(ports, anAlarm({ state: 'no-data', at: at('09:05') }))
  await resolve()
  expect(said().at(-1)).toContain('(its alarm has no data since 2026-11-21 09:05 UTC: ')
})

it('says nothing of an alarm where there is none', async () => {
  const { resolve, said } = await aStory(aPull())
  await resolve()
  expect(said().at(-1)).toBe('resolved by Operators/ada: the till was replaced')
})

it('counts once, however often it is delivered, and whoever says it too', async () => {
  const { resolve, incident, line } = await aStory()
  await resolve()
  const { v } = line()!
  expect(await resolve()).toEqual({ kind: 'ignore', because: 'resolved' })
  expect(await resolve({ by: 'Operators/grace' })).toEqual({ kind: 'ignore', because: 'resolved' })
  expect([incident().resolvedBy, incident().version, line()?.v]).toEqual(['Operators/ada', 2, v])
})

it('opens nothing for the same ALARM, delivered again or found by asking CloudWatch, and a new incident for the next', async () => {
  const { resolve, ports, incidents } = await aStory()
  await resolve()
  await takeIn(ports, anAlarm())
  await takeIn(ports, anAlarm({ seen: at('09:15') }))
  await takeIn(ports, anAlarm({ seen: at('10:15') }))
  expect(incidents().map(({ state }) => state)).toEqual(['resolved'])
  await takeIn(ports, anAlarm({ state: 'ok', at: at('09:20') }))
  await takeIn(ports, anAlarm({ at: at('09:21') }))
  expect(incidents().map(({ state, openedAt }) => [state, openedAt])).toEqual([
    ['resolved', at('09:00')],
    ['help', at('09:21')],
  ])
})

it('leaves one open incident, or none, in whatever order it comes with what the alarm says', async () => {
  const order = fc.shuffledSubarray(['resolve', 'resolve', 'ok', 'again'], { minLength: 4 })
  await fc.assert(
    fc.asyncProperty(order, fc.integer({ min: 0, max: 4 }), async (happenings, cut) => {
      const { ports, id, incidents, line } = await aStory()
      const batch = happenings.map((what) =>
        what === 'resolve'
          ? aResolve(id)
          : anAlarm({ state: what === 'ok' ? 'ok' : 'alarm', at: what === 'ok' ? at('09:05') : at('09:06') }),
      )
      const settled = [...(await takeInAll(ports, batch.slice(0, cut))), ...(await takeInAll(ports, batch.slice(cut)))]
      expect(settled.filter(({ kind }) => kind === 'failed')).toEqual([])
      expect(incidents()[0]?.state).toBe('resolved')
      const open = incidents().filter(({ state }) => state !== 'resolved')
      expect(line()?.open.help.all).toBe(open.length)
      expect(open.length).toBeLessThanOrEqual(1)
    }),
  )
})

type Waits = Parameters<typeof decisionAsked>
it.each<[string, (...how: Waits) => ReturnType<typeof held>]>([
  ['waits for the line', (...[incident, because, callback, at]: Waits) => held(incident, because, callback, at, true)],
  ['waits for a decision', decisionAsked],
])('takes the incident from a machine that %s: its run is told to look, and the line forgets it', async (_, waits) => {
  const { resolve, ports, id, line } = await aStory(anAlarm({ playbook: restartCheckout }))
  await record(ports, id, (incident, now) => waits(incident, 'somebody must look first', 'callback-1', now))
  const before = line()!
  expect(before.held).toMatchObject([{ incident: id, callback: 'callback-1' }])
  await resolve()
  expect(line()?.held).toEqual([])
  expect(released(before, line()!)).toMatchObject([{ incident: id, callback: 'callback-1' }])
})

it('cannot be used when there is no such incident', async () => {
  const { ports } = aTable()
  await expect(takeIn(ports, aResolve('nobody'))).rejects.toMatchObject({ name: 'Unusable' })
})
