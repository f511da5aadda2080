import type { Start } from '../../functions/domain/act.ts'
import { takeIn, takeInAll } from '../../functions/usecases/take-in.ts'
import { aPull, anAlarm, anAnswer, aResolve, at } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'
import { record } from '../../functions/usecases/record.ts'
import { escalated } from '../../functions/domain/incident-changes.ts'

const aStart = (but: Partial<Start> = {}): Start => ({
  kind: 'start',
  id: 's-1',
  line: 'checkout',
  by: 'Operators/ada',
  via: 'api',
  at: at('09:10'),
  reason: '',
  ...but,
})
const aStop = aPull({ key: 'cord-of-line checkout', click: 'LONG', by: 'Operators/ada', via: 'api' })

async function stoppedBy(...signals: readonly Parameters<typeof takeIn>[1][]) {
  const table = aTable()
  for (const signal of signals) await takeIn(table.ports, signal)
  table.at('09:10')
  return table
}
type Table = Awaited<ReturnType<typeof stoppedBy>>
const start = async ({ ports }: Table, but: Partial<Start> = {}) => (await takeInAll(ports, [aStart(but)]))[0]
const standing = ({ incidents }: Table) => incidents().map(({ state, title }) => `${title}: ${state}`)

it('ends what a person has stopped, with the name of who starts the line', async () => {
  const table = await stoppedBy(aStop, aPull({ click: 'LONG' }))
  await start(table, { reason: 'the deploy is through' })
  expect(table.incidents()).toMatchObject([
    { state: 'resolved', resolvedBy: 'Operators/ada' },
    { state: 'resolved', resolvedBy: 'Operators/ada' },
  ])
  expect(table.said().slice(-2)).toEqual(Array(2).fill('Operators/ada starts the line again: the deploy is through'))
  expect((await table.ports.incidents.line('checkout'))?.open.stop.all).toBe(0)
})

it('leaves open, as a call for help, what stopped the line by itself, and who starts it is on it', async () => {
  const table = await stoppedBy(anAlarm())
  const { id } = table.incidents()[0]!
  await record(table.ports, id, (incident, now) => escalated(incident, { minutes: 5 }, now))
  await start(table)
  expect(table.incidents()).toMatchObject([{ state: 'help', acknowledgedBy: 'Operators/ada', answer: 's-1' }])
  expect(table.incidents()[0]).not.toHaveProperty('stopped')
  expect(table.said().at(-1)).toBe(
    'Operators/ada starts the line again; the alarm has not cleared, and Operators/ada is on it',
  )
})

it('leaves the call of a person whom nobody answered, and the answer of whoever was on it', async () => {
  const table = await stoppedBy(aPull())
  const { id } = table.incidents()[0]!
  await record(table.ports, id, (incident, now) => escalated(incident, { minutes: 5 }, now))
  await takeIn(table.ports, anAnswer(id, { by: 'grace' }))
  await start(table)
  expect(table.incidents()).toMatchObject([{ state: 'help', acknowledgedBy: 'grace' }])
  expect(table.said().at(-1)).toBe('Operators/ada starts the line again; the call for help stays open')
})

it('does so once, and ends no stop that came after it, however late it comes itself', async () => {
  const table = await stoppedBy(aStop)
  await start(table)
  table.at('09:11')
  await takeIn(table.ports, aPull({ click: 'LONG', at: at('09:11') }))
  table.at('12:00')
  expect(await start(table)).toEqual({ kind: 'settled', settled: { kind: 'ignore', because: 'stopped-since' } })
  expect(standing(table).at(-1)).toBe('cord desk-1 was pulled: stop')
})

it('says that there is nothing to start', async () => {
  const table = await stoppedBy(anAlarm())
  expect(await start(table)).toEqual({ kind: 'settled', settled: { kind: 'ignore', because: 'not-stopped' } })
  expect(standing(table)).toEqual(['checkout-latency: help'])
})

it('comes after a stop of the same batch, and before one that was asked for later', async () => {
  const table = await stoppedBy()
  const later = aPull({ click: 'LONG', at: at('09:11') })
  table.at('09:12')
  await takeInAll(table.ports, [aStart(), aStop, later])
  expect(table.incidents().map(({ state }) => state)).toEqual(['resolved', 'stop'])
})

it('counts by its own clock what a cord says whose clock is ahead', async () => {
  const table = await stoppedBy(aPull({ click: 'LONG', at: at('09:00:40') }))
  expect(table.incidents()[0]!.stopped).toEqual({ at: at('09:00'), by: 'cord desk-1' })
  await start(table, { at: at('09:00:10') })
  expect(standing(table)).toEqual(['cord desk-1 was pulled: resolved'])
})

it('comes again while more stops the line than its item names', async () => {
  const stops = Array.from({ length: 22 }, (_, nth) => aPull({ key: `cord ${nth}`, id: `${nth}`, click: 'LONG' }))
  const table = await stoppedBy(...stops)
  expect(await start(table)).toMatchObject({ kind: 'failed', error: { name: 'StopsLeft' } })
  expect(table.incidents().filter(({ state }) => state === 'stop')).toHaveLength(2)
})

it('leaves to a resolve what is over by then', async () => {
  const table = await stoppedBy(aStop)
  await takeIn(table.ports, aResolve(table.incidents()[0]!.id))
  expect(await start(table)).toMatchObject({ settled: { kind: 'ignore', because: 'not-stopped' } })
})
