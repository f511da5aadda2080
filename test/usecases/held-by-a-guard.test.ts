import type { Guard } from '../../functions/domain/guards/guard.ts'
import { guards } from '../../functions/domain/guards/guards.ts'
import { mostHeld } from '../../functions/domain/hold.ts'
import type { Instant } from '../../functions/domain/instant.ts'
import { at } from '../signals.ts'
import { aRun, anAction } from './a-run.ts'

// Whatever guards will come, a playbook can wait for what they wait for …

function untilATime(time: Instant) {
  let isThen = false
  const guard: Guard = {
    name: 'not-before',
    judge: () =>
      isThen ? { kind: 'act' } : { kind: 'hold', because: 'it is not yet ten', until: { kind: 'instant', at: time } },
  }
  return { guard, itIsThen: () => (isThen = true) }
}

const lookingAgain = 'it looks again at 2026-11-21 10:00 UTC'

function untilADecision() {
  let asked = true
  const guard: Guard = {
    name: 'big-step',
    judge: () => (asked ? { kind: 'hold', because: 'it is a big step', until: { kind: 'decision' } } : { kind: 'act' }),
  }
  return { guard, isSatisfied: () => (asked = false) }
}

describe('until a time', () => {
  it('waits, says why, and goes on', async () => {
    const { guard, itIsThen } = untilATime(at('10:00'))
    const { run, world, said, waited, now, onLine } = aRun({ guards: [...guards, guard] })
    world.onWait = () => {
      if (waited.at(-1) !== 'hold 1') return
      expect(now()).toMatchObject({ state: 'help', held: `it is not yet ten; ${lookingAgain}` })
      // Nobody has to tell it to go on.
      expect(onLine()?.held).toEqual([])
      itIsThen()
    }
    const one = anAction('one')
    await run(one)
    expect([one.acts, waited]).toEqual([1, ['hold 1', '1 one: wait for the alarm']])
    expect(said.slice(0, 4)).toEqual([
      `held: it is not yet ten; ${lookingAgain}; people are called`,
      'goes on: its wait is over',
      'do one',
      'one done',
    ])
    expect(now().held).toBeUndefined()
  })

  it('does nothing more when the alarm clears meanwhile', async () => {
    const { guard, itIsThen } = untilATime(at('10:00'))
    const { run, world } = aRun({ guards: [...guards, guard] })
    world.onWait = () => (world.clears(), itIsThen())
    const one = anAction('one')
    expect(await run(one)).toEqual({ ended: 'over', tried: 0 })
    expect(one.acts).toBe(0)
  })

  it('then waits for the line, where that was stopped meanwhile', async () => {
    const { guard, itIsThen } = untilATime(at('10:00'))
    const { run, world, said, waited } = aRun({ guards: [...guards, guard] })
    world.onWait = () => {
      if (waited.at(-1) !== 'hold 1') return
      world.stops()
      itIsThen()
    }
    await run(anAction('one'))
    expect(waited).toEqual(['hold 1', 'hold 2', '1 one: wait for the alarm'])
    expect(said.slice(0, 3)).toEqual([
      `held: it is not yet ten; ${lookingAgain}; people are called`,
      'held: the line is stopped (cord desk-1 was pulled)',
      'goes on: the line is no longer stopped',
    ])
  })

  it('does not wait when the time has come before that is written down', async () => {
    const { guard, itIsThen } = untilATime(at('10:00'))
    const { run, world, waited, said } = aRun({ guards: [...guards, guard] })
    world.onStep = (name) => void (name === 'hold 1: say so' && itIsThen())
    await run(anAction('one'))
    expect(waited).toEqual(['1 one: wait for the alarm'])
    expect(said[0]).toBe('do one')
  })

  it('calls people at once when that is more than a day away', async () => {
    const { guard } = untilATime('2026-11-23T10:00:00.000Z' as Instant)
    const { run, said, waited } = aRun({ guards: [...guards, guard] })
    expect(await run(anAction('one'))).toEqual({ ended: 'handed-over', tried: 0 })
    expect([waited, said]).toEqual([[], ['people are called: it is not yet ten, and will be for more than a day']])
  })

  it('calls people when the time is put off again and again', async () => {
    const { guard } = untilATime(at('10:00'))
    const { run, said, waited } = aRun({ guards: [...guards, guard] })
    await run(anAction('one'))
    expect(waited).toHaveLength(5)
    // That it is held is said once.
    expect(said).toEqual([
      `held: it is not yet ten; ${lookingAgain}; people are called`,
      'people are called: it is not yet ten, for the 6th time',
    ])
  })
})

describe('until a decision', () => {
  it('asks for it, shows it, and goes on once a person lets it', async () => {
    const { guard, isSatisfied } = untilADecision()
    const { run, world, said, waited, now, onLine } = aRun({ guards: [...guards, guard] })
    world.onHold = () => {
      expect(now()).toMatchObject({ state: 'approval', held: 'it is a big step' })
      expect(onLine()).toMatchObject({
        open: { approval: { all: 1, unacknowledged: 1 }, working: { all: 0 } },
        held: [{ incident: now().id, callback: 'callback of hold 1', until: 'decision' }],
      })
      world.decides(true)
      isSatisfied()
      return 'succeeded'
    }
    const one = anAction('one')
    await run(one)
    expect([one.acts, waited]).toEqual([1, ['hold 1', '1 one: wait for the alarm']])
    expect(said.slice(0, 5)).toEqual([
      'waits for a decision: it is a big step',
      'ada lets the machine go on',
      'goes on: a person decided',
      'do one',
      'one done',
    ])
    expect(onLine()?.held).toEqual([])
  })

  it('leaves it to people when they take over', async () => {
    const { guard, isSatisfied } = untilADecision()
    const { run, world, now, onLine } = aRun({ guards: [...guards, guard] })
    world.onHold = () => (world.decides(false), isSatisfied(), 'succeeded')
    const one = anAction('one')
    expect(await run(one)).toEqual({ ended: 'handed-over', tried: 0 })
    expect([one.acts, now().state, now().held, onLine()?.held]).toEqual([0, 'help', undefined, []])
  })

  it('does nothing more when the alarm clears meanwhile', async () => {
    const { guard } = untilADecision()
    const { run, world, onLine } = aRun({ guards: [...guards, guard] })
    world.onHold = () => (world.clears(), 'succeeded')
    const one = anAction('one')
    expect(await run(one)).toEqual({ ended: 'over', tried: 0 })
    expect([one.acts, onLine()?.held]).toEqual([0, []])
  })

  it('goes on waiting when it is told to look though nothing was decided', async () => {
    const { guard, isSatisfied } = untilADecision()
    const { run, world, waited, said } = aRun({ guards: [...guards, guard] })
    world.onHold = () => {
      if (waited.length < 2) return 'succeeded'
      world.decides(true)
      isSatisfied()
      return 'succeeded'
    }
    const one = anAction('one')
    await run(one)
    expect([one.acts, waited]).toEqual([1, ['hold 1', 'hold 2', '1 one: wait for the alarm']])
    expect(said[1]).toBe('waits for a decision: a person must decide, and it is a big step')
  })

  it('calls people when nobody decided within a day', async () => {
    const { guard } = untilADecision()
    const { run, world, said, now } = aRun({ guards: [...guards, guard] })
    world.onHold = () => 'timed-out'
    const one = anAction('one')
    expect(await run(one)).toEqual({ ended: 'handed-over', tried: 0 })
    expect([one.acts, now().state]).toEqual([0, 'help'])
    expect(said.at(-1)).toBe('people are called: it is a big step, and nobody decided within a day')
  })

  it('calls people where as many wait already as the line’s item can name', async () => {
    const { guard } = untilADecision()
    const { run, world, said } = aRun({ guards: [...guards, guard] })
    world.crowded()
    world.goesOn()
    expect(await run(anAction('one'))).toEqual({ ended: 'handed-over', tried: 0 })
    expect(said).toEqual([`people are called: it is a big step, and ${mostHeld} playbooks already wait on this line`])
  })
})
