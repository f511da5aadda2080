import type { EventSignal } from '../../functions/domain/signal.ts'
import { aPipelineSignal } from '../an-event.ts'
import { restartCheckout } from '../signals.ts'
import { CannotAct, NotYet } from '../../functions/actions/failure.ts'
import { aRun, anAction } from './a-run.ts'

it('tries nothing more once the alarm has cleared', async () => {
  const { run, world, waited } = aRun()
  world.onWait = world.clears
  const [one, two] = [anAction('one'), anAction('two')]
  expect(await run(one, two)).toEqual({ ended: 'over', tried: 1 })
  expect([one.acts, two.acts, waited]).toEqual([1, 0, ['1 one: wait for the alarm']])
})

const putDown =
  'restart-checkout asks before each act from now on, until a person restores it (npx andon trust restart-checkout)'

it('says of an event why nothing proves that the machine helped', async () => {
  const ended = async (signal: EventSignal) => {
    const { run, said } = aRun({ by: { ...signal, playbook: restartCheckout } })
    await run(anAction('one'))
    return said.at(-1)
  }
  const tried = 'people are called: Restart checkout tried its only countermeasure and'
  expect(await ended(aPipelineSignal())).toBe(`${tried} no clearing event of pipeline-failed has come; ${putDown}`)
  expect(await ended(aPipelineSignal({ neverClears: true }))).toBe(
    `${tried} nobody can tell whether it helped: pipeline-failed has no clearing event`,
  )
})

it('calls people when all is tried', async () => {
  const { run, said, now } = aRun()
  expect(await run(anAction('one'), anAction('two'))).toEqual({ ended: 'handed-over', tried: 2 })
  expect(now()).toMatchObject({ state: 'help', tried: [{ outcome: 'one done' }, { outcome: 'two done' }] })
  expect(said.at(-1)).toBe(
    `people are called: Restart checkout tried all 2 countermeasures and the alarm has not cleared; ${putDown}`,
  )
})

describe('keeps its hands off', () => {
  it.each([
    [
      'when it cannot tell whether the line is stopped',
      'lost',
      'the state of the line is unknown, so it may be stopped',
    ],
    [
      'when more than enough wait for the line already',
      'crowded',
      'the line is stopped (cord desk-1 was pulled), and 50 playbooks already wait on this line',
    ],
  ] as const)('%s', async (_, what, because) => {
    const { run, world, said, now } = aRun()
    world[what]()
    const one = anAction('one')
    expect(await run(one)).toEqual({ ended: 'handed-over', tried: 0 })
    expect([one.acts, now().state, said.at(-1)]).toEqual([0, 'help', `people are called: ${because}`])
  })

  it('when people have taken over, and changes nothing of that', async () => {
    const { run, world, said } = aRun()
    world.onWait = world.taken
    const two = anAction('two')
    expect(await run(anAction('one'), two)).toEqual({ ended: 'handed-over', tried: 1 })
    expect(two.acts).toBe(0)
    expect(said).toEqual(['do one', 'one done'])
  })

  it('when the alarm clears between its look and its act', async () => {
    const { run, world, now } = aRun()
    const one = anAction('one', { look: async () => (world.clears(), {}) })
    expect(await run(one)).toEqual({ ended: 'over', tried: 0 })
    expect([one.acts, now().tried]).toEqual([0, []])
  })
})

describe('what goes wrong is a countermeasure that failed, and the next is tried', () => {
  it('when the action finds that it makes no sense', async () => {
    const { run, waited, now } = aRun()
    const one = anAction('one', { look: () => Promise.reject(new CannotAct('there is no such service')) })
    await run(one, anAction('two'))
    expect(now().tried).toMatchObject([{ outcome: 'there is no such service', failed: true }, { outcome: 'two done' }])
    expect(waited).toEqual(['2 two: wait for the alarm'])
  })

  it('when this version of the code does not know the action', async () => {
    const { runOf, now } = aRun()
    await runOf('one')
    expect(now().tried).toMatchObject([
      { title: 'one', outcome: 'this version of Andon has no action one', failed: true },
    ])
  })

  it.each(['1 one: begin', '1 one: act'])('when the step "%s" keeps failing', async (name) => {
    const { run, now } = aRun({ failing: [name] })
    expect(await run(anAction('one'), anAction('two'))).toEqual({ ended: 'handed-over', tried: 2 })
    expect(now()).toMatchObject({
      state: 'help',
      tried: [{ title: 'do one', outcome: 'the service does not answer', failed: true }, { outcome: 'two done' }],
    })
  })
})

describe('what an action has begun, and cannot finish at once', () => {
  const slow = (tries: number) => {
    const action = anAction('one', {
      async act() {
        if (++action.acts < tries) throw new NotYet(`it stops (${action.acts})`)
        return 'started again'
      },
    })
    return action
  }

  it('goes on after a pause, as often as it must', async () => {
    const { run, waited, now } = aRun()
    await run(slow(3))
    expect(waited).toEqual(['1 one: pause 1', '1 one: pause 2', '1 one: wait for the alarm'])
    expect(now().tried).toMatchObject([{ outcome: 'started again', failed: false }])
  })

  it('goes on though the alarm has cleared, for half done must not stay so', async () => {
    const { run, world, now } = aRun()
    world.onWait = world.clears
    const one = slow(2)
    await run(one)
    expect([one.acts, now().state]).toEqual([2, 'resolved'])
  })

  it('goes on though people have taken over, and then leaves the rest to them', async () => {
    const { run, world } = aRun()
    world.onWait = world.taken
    const [one, two] = [slow(2), anAction('two')]
    await run(one, two)
    expect([one.acts, two.acts]).toEqual([2, 0])
  })

  it('outlives a step that keeps failing', async () => {
    const { run, now } = aRun({ failing: ['1 one: go on 1'] })
    await run(slow(2))
    expect(now().tried).toMatchObject([{ outcome: 'started again' }])
  })

  it('is given up after ten minutes, in its own words, and the next is tried', async () => {
    const { run, now } = aRun()
    await run(slow(Infinity), anAction('two'))
    expect(now().tried).toMatchObject([{ outcome: 'it stops (41)', failed: true }, { outcome: 'two done' }])
  })
})

it('writes down what it tried, for people as it was seen and for programs as the config has it', async () => {
  const { run, said, now } = aRun()
  const one = anAction('one', {
    look: async () => ({ from: 7, to: 6 }),
    title: (plan) => (plan ? `go by ${JSON.stringify(plan)}` : 'go'),
  })
  await run(one)
  expect(now().tried).toMatchObject([{ title: 'go by {"from":7,"to":6}', action: 'one', input: { on: 'x' } }])
  expect(said[0]).toBe('go by {"from":7,"to":6}')
})
