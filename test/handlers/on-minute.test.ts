import type { Context } from 'aws-lambda'
import { takeIn } from '../../functions/usecases/take-in.ts'
import { anAlarm, at } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'

// What it logs is for operators.
process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT'
const { onMinute } = await import('../../functions/handlers/on-minute.ts')

/** The line checkout is called shop since the deployment that brought this process. */
function aProcess() {
  const table = aTable()
  let looks = 0
  const handler = onMinute({
    ...table.ports,
    listings: {
      ...table.ports.listings,
      openOn(line, atMost) {
        looks++
        return table.ports.listings.openOn(line, atMost)
      },
    },
    lamps: { lastReport: async () => ({ kind: 'none' }), isConnected: async () => false },
    platform: 'platform',
    lights: {},
    lines: [],
    names: [{ name: 'shop', was: ['checkout'] }],
    playbooks: new Set(),
    closing: [],
    toMinute: () => at('09:00'),
  })
  return { ...table, minute: () => handler({}, {} as Context), looks: () => looks }
}

it('follows what a deployment has renamed, until nothing has come by the old name for five minutes', async () => {
  const { ports, minute, looks, incidents } = aProcess()
  await takeIn(ports, anAlarm())
  await minute()
  // The code before this was not quite done.
  await takeIn(ports, anAlarm({ name: 'checkout-5xx' }))
  await minute()
  expect(incidents().map(({ line }) => line)).toEqual(['shop', 'shop'])
  for (let nth = 0; nth < 10; nth++) await minute()
  expect(looks()).toBe(2 + 5)
})

it('looks again after a minute in which it could not, and says so', async () => {
  const { ports, minute, beforeSave, incidents } = aProcess()
  await takeIn(ports, anAlarm())
  beforeSave(() => {
    throw new Error('the table is busy')
  })
  for (let nth = 0; nth < 6; nth++) await expect(minute()).rejects.toThrow('the table is busy')
  beforeSave(() => {})
  await minute()
  expect(incidents()).toMatchObject([{ line: 'shop' }])
})
