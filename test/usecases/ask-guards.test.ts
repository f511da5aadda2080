import { otherNames } from '../../functions/domain/line-names.ts'
import { askGuards } from '../../functions/usecases/ask-guards.ts'
import { takeIn } from '../../functions/usecases/take-in.ts'
import { anAlarm, aPull, restartCheckout } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'

const lines = { shop: { was: ['till', 'checkout'] }, search: {} }

/** The machine is at something on one line, and somebody has stopped another, just after a renaming. */
async function asked({ at, stopped }: { at: string; stopped: string }) {
  const { ports, incidents, line } = aTable()
  await takeIn(ports, anAlarm({ line: at, playbook: restartCheckout }))
  await takeIn(ports, aPull({ line: stopped, click: 'LONG' }))
  const [working] = incidents()
  const { verdict, line: read } = await askGuards({ ...ports, otherNames: (name) => otherNames(lines, name) }, working!)
  // What is written on top of it must be what was read.
  expect(read).toEqual(line(at))
  return verdict
}

it.each([
  { at: 'shop', stopped: 'checkout' },
  { at: 'checkout', stopped: 'shop' },
  { at: 'till', stopped: 'checkout' },
  { at: 'shop', stopped: 'shop' },
])('a stop holds the machine, whichever name of the line it stands under: %j', async (names) => {
  expect(await asked(names)).toMatchObject({
    kind: 'hold',
    because: 'the line is stopped (cord desk-1 was pulled)',
    until: { kind: 'line-cleared' },
  })
})

it.each([
  { at: 'shop', stopped: 'search' },
  { at: 'search', stopped: 'shop' },
])('a stop of another line does not: %j', async (names) => {
  expect(await asked(names)).toEqual({ kind: 'act' })
})
