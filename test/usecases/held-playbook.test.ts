import { Conflict } from '../../functions/ports.ts'
import { aRun, anAction } from './a-run.ts'

// While the line is stopped, a playbook …
const becauseStopped = 'the line is stopped (cord desk-1 was pulled)'

it('holds before its next countermeasure, says why, and goes on once the line is cleared', async () => {
  const { run, world, said, waited, now, onLine } = aRun()
  world.stops()
  world.onHold = () => {
    expect(now()).toMatchObject({ state: 'help', held: becauseStopped })
    expect(onLine()?.held).toEqual([{ incident: now().id, callback: 'callback of hold 1' }])
    world.goesOn()
    return 'succeeded'
  }
  const one = anAction('one')
  await run(one)
  expect([one.acts, waited]).toEqual([1, ['hold 1', '1 one: wait for the alarm']])
  expect(said.slice(0, 4)).toEqual([
    `held: ${becauseStopped}; people are called`,
    'goes on: the line is no longer stopped',
    'do one',
    'one done',
  ])
  expect(now().held).toBeUndefined()
  expect(onLine()?.held).toEqual([])
})

it('holds again when the line is stopped again before it could go on', async () => {
  const { run, world, said, waited } = aRun()
  world.stops()
  world.onHold = () => {
    if (waited.length > 1) world.goesOn()
    return 'succeeded'
  }
  await run(anAction('one'))
  expect(waited.slice(0, 2)).toEqual(['hold 1', 'hold 2'])
  expect(said.slice(0, 3)).toEqual([
    `held: ${becauseStopped}; people are called`,
    `held: ${becauseStopped}`,
    'goes on: the line is no longer stopped',
  ])
})

it('does not wait when the line is cleared before that is written down', async () => {
  const { run, world, waited, said } = aRun()
  const one = anAction('one', { look: async () => (world.stops(), {}) })
  // What was just begun is held back; while that is being said, the line is cleared.
  world.onSave = (change) => {
    if (change?.entry.kind !== 'held' || waited.length > 0) return
    world.onSave = () => {}
    world.goesOn()
    one.look = async () => ({})
    throw new Conflict()
  }
  await run(one)
  expect([one.acts, waited]).toEqual([1, ['1 one: wait for the alarm']])
  expect(said).not.toContain(`held: ${becauseStopped}`)
})

it('does nothing more when the alarm clears meanwhile', async () => {
  const { run, world, now, onLine } = aRun()
  world.stops()
  world.onHold = () => (world.clears(), 'succeeded')
  const one = anAction('one')
  expect(await run(one)).toEqual({ ended: 'over', tried: 0 })
  expect([one.acts, now().held, onLine()?.open.stop.all]).toEqual([0, undefined, 1])
})

it('calls people when that takes a day', async () => {
  const { run, world, said, now, onLine } = aRun()
  world.stops()
  world.onHold = () => 'timed-out'
  const one = anAction('one')
  expect(await run(one)).toEqual({ ended: 'handed-over', tried: 0 })
  expect([one.acts, now().state, now().held, onLine()?.held]).toEqual([0, 'help', undefined, []])
  expect(said.at(-1)).toBe(`people are called: ${becauseStopped}, and has been for a day`)
})

it('calls people when it was held five times', async () => {
  const { run, world, said, waited } = aRun()
  world.stops()
  world.onHold = () => 'succeeded'
  expect(await run(anAction('one'))).toEqual({ ended: 'handed-over', tried: 0 })
  expect(waited).toHaveLength(5)
  expect(said.at(-1)).toBe(`people are called: ${becauseStopped}, for the 6th time`)
})

it('does what was decided before, and looks no second time, when it is stopped just before it acts', async () => {
  const { run, world, said } = aRun()
  let looks = 0
  const one = anAction('one', { look: async () => ({ seen: String(++looks) }) })
  const acted: unknown[] = []
  one.act = async (plan) => (acted.push(plan), 'one done')
  world.onStep = (name) => {
    if (name === '1 one: act') world.stops()
  }
  await run(one)
  expect(acted).toEqual([{ seen: '1' }])
  expect(said.slice(0, 4)).toEqual([
    'do one',
    `held: ${becauseStopped}; people are called`,
    'goes on: the line is no longer stopped',
    'one done',
  ])
})
