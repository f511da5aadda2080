import { awaitsDecision } from '../../functions/domain/guards/awaits-decision.ts'
import type { Guard } from '../../functions/domain/guards/guard.ts'
import { resolved } from '../../functions/domain/incident-changes.ts'
import { letGoOn, resumed } from '../../functions/domain/run-changes.ts'
import { released } from '../../functions/domain/line.ts'
import { hold as holdByName, holdUntilThen } from '../../functions/usecases/hold.ts'
import { record } from '../../functions/usecases/record.ts'
import { takeIn } from '../../functions/usecases/take-in.ts'
import { anAlarm, aPull, at, restartCheckout } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'

const bigStep: Guard = {
  name: 'big-step',
  judge: () => ({ kind: 'hold', because: 'it is a big step', until: { kind: 'decision' } }),
}

/** A machine is at checkout-latency on a line that is stopped. */
async function aStoppedLine() {
  const table = aTable()
  await takeIn(table.ports, anAlarm({ playbook: restartCheckout }))
  await takeIn(table.ports, aPull({ click: 'LONG' }))
  const incident = table.incidents()[0]!.id
  const clear = () => takeIn(table.ports, aPull({ click: 'DOUBLE', at: at('09:05') }))
  return { ...table, clear, id: incident, hold: (callback: string) => holdByName(table.ports, incident, callback) }
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

describe('a hold until a time', () => {
  const notBefore = (time: string): Guard => ({
    name: 'not-before',
    judge: () => ({ kind: 'hold', because: `it is not yet ${time}`, until: { kind: 'instant', at: at(time) } }),
  })
  const until = async (time: string) => {
    const table = await aStoppedLine()
    return { ...table, wait: () => holdUntilThen({ ...table.ports, guards: [notBefore(time)] }, table.id) }
  }

  it('lasts as long as there is left, in whole seconds, and one at least', async () => {
    const { wait, at } = await until('10:00')
    expect(await wait()).toBe(3600)
    at('09:59:59.001')
    expect(await wait()).toBe(1)
    at('10:00')
    expect(await wait()).toBe(1)
  })

  it('is written once, though a step that was cut off says it again', async () => {
    const { wait, said } = await until('10:00')
    await wait()
    await wait()
    expect(said().filter((text) => text.startsWith('held'))).toEqual([
      'held: it is not yet 10:00; it looks again at 2026-11-21 10:00 UTC; people are called',
    ])
  })

  it('ends that it waits to be told', async () => {
    const { wait, hold, line, id, incidents } = await until('10:00')
    await hold('one')
    expect(line()?.held).toEqual([{ incident: id, callback: 'one' }])
    const before = line()
    await wait()
    expect(line()?.held).toEqual([])
    expect(released(before, line()!)).toMatchObject([{ callback: 'one' }])
    expect(incidents().find((incident) => incident.id === id)?.held).toBe(
      'it is not yet 10:00; it looks again at 2026-11-21 10:00 UTC',
    )
  })

  it('is none when it is held for something else by now', async () => {
    const { ports, id, hold } = await until('10:00')
    expect(await holdUntilThen(ports, id)).toBe('go-on')
    expect(await holdByName({ ...ports, guards: [notBefore('10:00')] }, id, 'one')).toBe('go-on')
    expect(await hold('one')).toBe('held')
  })
})

describe('a hold until a decision', () => {
  const decisionOnly = { guards: [awaitsDecision, bigStep] }

  it('stays when the line is cleared, and ends once it is decided', async () => {
    const { ports, id, line, clear } = await aStoppedLine()
    await holdByName({ ...ports, ...decisionOnly }, id, 'one')
    const asked = line()!
    expect(asked.held).toEqual([{ incident: id, callback: 'one', until: 'decision' }])
    await clear()
    expect(released(asked, line()!)).toEqual([])
    const before = line()!
    await record(ports, id, (incident, now) => letGoOn(incident, 'ada', now))
    expect(released(before, line()!)).toMatchObject([{ callback: 'one' }])
    expect(line()).toMatchObject({ open: { approval: { all: 0 }, working: { all: 1 } } })
    // Also from any later change, in case that one was missed, until the playbook says that it goes on.
    expect(released(line(), line()!)).toMatchObject([{ callback: 'one' }])
    await record(ports, id, (incident, now) => resumed(incident, 'a person decided', now))
    expect(line()?.held).toEqual([])
  })

  it('ends when its incident is resolved', async () => {
    const { ports, id, line } = await aStoppedLine()
    await holdByName({ ...ports, ...decisionOnly }, id, 'one')
    const asked = line()!
    await record(ports, id, (incident, now) => resolved(incident, now, 'the alarm'))
    expect(released(asked, line()!)).toMatchObject([{ callback: 'one' }])
  })

  it('is not decided by somebody who comes too late', async () => {
    const { ports, id, said } = await aStoppedLine()
    await record(ports, id, (incident, now) => letGoOn(incident, 'ada', now))
    expect(said()).not.toContain('ada lets the machine go on')
  })
})
