import { type Action, CannotAct } from '../../functions/actions/action.ts'
import { decide } from '../../functions/domain/decide.ts'
import type { Incident } from '../../functions/domain/incident.ts'
import { changed, resolved } from '../../functions/domain/incident-changes.ts'
import { type Line, newLine, withChange } from '../../functions/domain/line.ts'
import type { PlaybookPorts } from '../../functions/usecases/countermeasure.ts'
import { StepFailed, type Steps, tryCountermeasures } from '../../functions/usecases/try-countermeasures.ts'
import { anAlarm, aPull, at, restartCheckout } from '../signals.ts'

/** An incident that a machine is at, and a team of steps that fail as told. */
function aStory({ failing = [] }: { failing?: string[] } = {}) {
  const opened = decide(undefined, anAlarm({ playbook: restartCheckout }))
  if (opened.kind !== 'change') throw new Error('expected a change')
  let incident: Incident = opened.change.after
  let line: Line | undefined = withChange(newLine('checkout', at('09:00')), opened.change, true, at('09:00'))
  const said: string[] = []
  const ports: PlaybookPorts = {
    incidents: {
      find: async () => incident,
      line: async () => line,
      memoryOf: async () => undefined,
      timelineOf: async () => [],
      save: async ({ change, line: written }) => {
        if (change) [incident] = [change.after, said.push(change.entry.text)]
        if (written) line = written.after
      },
    },
    clock: { now: () => at('09:01'), pause: async () => undefined, chance: () => 0 },
    aws: { ecs: {} as never },
  }
  const waited: string[] = []
  const steps: Steps = {
    step: async (name, work) => {
      if (failing.includes(name)) throw new StepFailed('the service does not answer')
      return work()
    },
    wait: async (name) => {
      waited.push(name)
      world.onWait()
    },
  }
  const world = {
    onWait: () => {},
    clears: () => (incident = resolved(incident, at('09:02'), 'the alarm').after),
    taken: () => (incident = changed(incident, { state: 'help' }, at('09:02'), 'ada has it').after),
    lost: () => (line = undefined),
    stops: () => {
      const pull = decide(undefined, aPull({ click: 'LONG' }))
      if (pull.kind === 'change' && line) line = withChange(line, pull.change, false, at('09:01'))
    },
  }
  const run = (...actions: Action[]) =>
    tryCountermeasures(ports, steps, incident.id, {
      title: 'Restart checkout',
      countermeasures: actions.map((action) => ({ do: action, wait: { minutes: 5 } })),
    })
  return { run, world, said, waited, now: () => incident }
}

const anAction = (name: string, more: Partial<Action> = {}): Action & { acts: number } => ({
  name,
  title: `do ${name}`,
  calls: [],
  acts: 0,
  look: async () => ({}),
  async act() {
    this.acts++
    return `${name} done`
  },
  ...more,
})

it('tries nothing more once the alarm has cleared', async () => {
  const { run, world, waited } = aStory()
  world.onWait = world.clears
  const [one, two] = [anAction('one'), anAction('two')]
  expect(await run(one, two)).toEqual({ ended: 'over', tried: 1 })
  expect([one.acts, two.acts, waited]).toEqual([1, 0, ['1 one: wait for the alarm']])
})

it('calls people when all is tried', async () => {
  const { run, said, now } = aStory()
  expect(await run(anAction('one'), anAction('two'))).toEqual({ ended: 'handed-over', tried: 2 })
  expect(now()).toMatchObject({ state: 'help', tried: [{ outcome: 'one done' }, { outcome: 'two done' }] })
  expect(said.at(-1)).toBe(
    'people are called: Restart checkout tried all 2 countermeasures and the alarm has not cleared',
  )
})

describe('keeps its hands off', () => {
  it.each([
    ['when the line is stopped', 'stops', 'the line is stopped'],
    ['when it cannot tell whether the line is stopped', 'lost', 'it cannot be told whether the line is stopped'],
  ] as const)('%s', async (_, what, because) => {
    const { run, world, said, now } = aStory()
    world[what]()
    const one = anAction('one')
    expect(await run(one)).toEqual({ ended: 'handed-over', tried: 0 })
    expect([one.acts, now().state, said.at(-1)]).toEqual([0, 'help', `people are called: ${because}`])
  })

  it('when people have taken over, and changes nothing of that', async () => {
    const { run, world, said } = aStory()
    world.onWait = world.taken
    const two = anAction('two')
    expect(await run(anAction('one'), two)).toEqual({ ended: 'handed-over', tried: 1 })
    expect(two.acts).toBe(0)
    expect(said).toEqual(['do one', 'one done'])
  })

  it('when the alarm clears between its look and its act', async () => {
    const { run, world, now } = aStory()
    const one = anAction('one', { look: async () => (world.clears(), {}) })
    expect(await run(one)).toEqual({ ended: 'over', tried: 0 })
    expect([one.acts, now().tried]).toEqual([0, []])
  })
})

describe('what goes wrong is a countermeasure that failed, and the next is tried', () => {
  it('when the action finds that it makes no sense', async () => {
    const { run, waited, now } = aStory()
    const one = anAction('one', { look: () => Promise.reject(new CannotAct('there is no such service')) })
    await run(one, anAction('two'))
    expect(now().tried).toMatchObject([{ outcome: 'there is no such service', failed: true }, { outcome: 'two done' }])
    expect(waited).toEqual(['2 two: wait for the alarm'])
  })

  it.each(['1 one: begin', '1 one: act'])('when the step "%s" keeps failing', async (name) => {
    const { run, now } = aStory({ failing: [name] })
    expect(await run(anAction('one'), anAction('two'))).toEqual({ ended: 'handed-over', tried: 2 })
    expect(now()).toMatchObject({
      state: 'help',
      tried: [{ title: 'do one', outcome: 'the service does not answer', failed: true }, { outcome: 'two done' }],
    })
  })
})
