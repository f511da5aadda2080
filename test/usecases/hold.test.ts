import { resolved } from '../../functions/domain/incident-changes.ts'
import { released } from '../../functions/domain/line.ts'
import { hold } from '../../functions/usecases/hold.ts'
import { record } from '../../functions/usecases/record.ts'
import { takeIn } from '../../functions/usecases/take-in.ts'
import { anAlarm, aPull, at, restartCheckout } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'

/** A machine is at checkout-latency on a line that is stopped. */
async function aStoppedLine() {
  const table = aTable()
  await takeIn(table.ports, anAlarm({ playbook: restartCheckout }))
  await takeIn(table.ports, aPull({ click: 'LONG' }))
  const incident = table.incidents()[0]!.id
  const clear = () => takeIn(table.ports, aPull({ click: 'DOUBLE', at: at('09:05') }))
  return { ...table, clear, id: incident, hold: (callback: string) => hold(table.ports, incident, callback) }
}

it('is written once, though a step that was cut off says it again', async () => {
  const { hold, line, said } = await aStoppedLine()
  expect([await hold('one'), await hold('one')]).toEqual(['held', 'held'])
  expect(said().filter((text) => text.startsWith('held'))).toHaveLength(1)
  expect(line()?.held).toHaveLength(1)
})

it('takes the place of an earlier hold of the same playbook', async () => {
  const { hold, line, id } = await aStoppedLine()
  await hold('one')
  await hold('two')
  expect(line()?.held).toEqual([{ incident: id, callback: 'two' }])
})

it('is not, when the line is cleared at that very moment', async () => {
  const { hold, line, clear, beforeSave, said } = await aStoppedLine()
  beforeSave(async () => {
    beforeSave(() => {})
    await clear()
  })
  expect(await hold('one')).toBe('go-on')
  expect([line()?.held, said().at(-1)]).toEqual([[], 'resolved by cord desk-1'])
})

describe('whoever reads the line’s changes finds in them what is to go on', () => {
  it('once the line is cleared, and not before', async () => {
    const { hold, line, clear } = await aStoppedLine()
    const before = line()
    await hold('one')
    const held = line()!
    expect(released(before, held)).toEqual([])
    await clear()
    expect(released(held, line()!)).toMatchObject([{ callback: 'one' }])
    // Also from any later change, in case that one was missed.
    expect(released(line(), line()!)).toMatchObject([{ callback: 'one' }])
  })

  it('once its incident is resolved, though the line is still stopped', async () => {
    const { hold, line, ports, id } = await aStoppedLine()
    await hold('one')
    const held = line()!
    await record(ports, id, (incident, now) => resolved(incident, now, 'the alarm'))
    expect(released(held, line()!)).toMatchObject([{ callback: 'one' }])
    expect(line()).toMatchObject({ held: [], open: { stop: { all: 1 } } })
  })
})
