import fc from 'fast-check'
import { isOpen } from '../../functions/domain/incident.ts'
import { instant } from '../../functions/domain/instant.ts'
import { byUrgency } from '../../functions/domain/reasons.ts'
import { reassert } from '../../functions/usecases/reassert.ts'
import { refillReasons } from '../../functions/usecases/refill-reasons.ts'
import { takeIn } from '../../functions/usecases/take-in.ts'
import { anAlarm, aPull } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'

type Table = ReturnType<typeof aTable>

const second = (nth: number) => instant(Date.UTC(2026, 10, 21, 9, 0, nth))
const fire = ({ ports }: Table, nth: number) => takeIn(ports, anAlarm({ name: `alarm-${nth}`, at: second(nth) }))
const clear = ({ ports }: Table, nth: number) =>
  takeIn(ports, anAlarm({ name: `alarm-${nth}`, at: second(1000 + nth), state: 'ok' }))

/** So many alarms fire, and then the first of them clear. */
async function aStorm(fired: number, cleared: number): Promise<Table> {
  const table = aTable()
  for (let nth = 0; nth < fired; nth++) await fire(table, nth)
  for (let nth = 0; nth < cleared; nth++) await clear(table, nth)
  return table
}
const named = (table: Table) => table.line()?.reasons.map(({ title }) => title)
const alarms = (from: number, many: number) => Array.from({ length: many }, (_, nth) => `alarm-${from + nth}`)

it('names the most urgent again once the first twenty of 163 are resolved', async () => {
  const table = await aStorm(163, 20)
  expect(named(table)).toEqual([])
  const v = table.line()!.v

  expect(await refillReasons(table.ports, 'checkout')).toBe('refilled')
  expect(named(table)).toEqual(alarms(20, 20))
  expect(table.line()).toMatchObject({ v: v + 1, open: { help: { all: 143 } } })
})

it('does nothing while the lamps have enough to name, or nothing is open', async () => {
  const enough = await aStorm(163, 10)
  expect(await refillReasons(enough.ports, 'checkout')).toBe('nothing-to-do')
  expect(named(enough)).toEqual(alarms(10, 10))
  const calm = await aStorm(3, 3)
  expect(await refillReasons(calm.ports, 'checkout')).toBe('nothing-to-do')
  expect(await refillReasons(calm.ports, 'search')).toBe('nothing-to-do')
})

it('does not name what was resolved since it was listed', async () => {
  const table = await aStorm(40, 0)
  table.lists('late')
  for (let nth = 0; nth < 25; nth++) await clear(table, nth)
  expect(await refillReasons(table.ports, 'checkout')).toBe('refilled')
  expect(named(table)).toEqual(alarms(25, 5))
})

it('waits for a list that has not caught up with the most urgent', async () => {
  const table = await aStorm(40, 20)
  table.lists('late')
  await takeIn(table.ports, aPull({ click: 'LONG', at: second(3000) }))
  table.onPause(() => table.lists('at once'))
  expect(await refillReasons(table.ports, 'checkout')).toBe('refilled')
  expect(named(table)?.slice(0, 2)).toEqual(['cord desk-1 was pulled', 'alarm-20'])
})

it('gives way to whoever writes the line meanwhile, and then fills up what is there', async () => {
  const table = await aStorm(40, 20)
  let others = 1
  table.beforeSave(async () => {
    if (others-- > 0) await clear(table, 20)
  })
  expect(await refillReasons(table.ports, 'checkout')).toBe('refilled')
  expect(named(table)).toEqual(alarms(21, 19))
})

it('is done by the next minute where it could not be done at once', async () => {
  const table = await aStorm(163, 20)
  expect(await reassert(table.ports, 'checkout', table.line()!.at)).toBe('not-due')
  expect(named(table)).toEqual(alarms(20, 20))
})

it('leaves no line mute while something is open, whatever opens and is resolved', async () => {
  const happening = fc.record({ fires: fc.boolean(), nth: fc.nat({ max: 60 }), refills: fc.nat({ max: 9 }) })
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 150, maxLength: 300, size: 'max' }), async (story) => {
      const table = aTable()
      for (let nth = 0; nth < 60; nth++) await fire(table, nth)
      for (const [time, { fires, nth, refills }] of story.entries()) {
        const signal = anAlarm({ name: `alarm-${nth}`, at: second(100 + time), state: fires ? 'alarm' : 'ok' })
        await takeIn(table.ports, signal)
        if (refills === 0) await refillReasons(table.ports, 'checkout')
      }
      await refillReasons(table.ports, 'checkout')
      const open = table.incidents().filter(isOpen).sort(byUrgency)
      const reasons = table.line()!.reasons
      expect(reasons.length).toBeGreaterThanOrEqual(Math.min(10, open.length))
      expect(reasons.map(({ incident }) => incident)).toEqual(open.slice(0, reasons.length).map(({ id }) => id))
    }),
    { numRuns: 30 },
  )
})
