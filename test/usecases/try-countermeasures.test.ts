import { type Action, CannotAct } from '../../functions/actions/action.ts'
import { decide } from '../../functions/domain/decide.ts'
import type { Change, Incident } from '../../functions/domain/incident.ts'
import { changed, resolved } from '../../functions/domain/incident-changes.ts'
import { mostHeld } from '../../functions/domain/hold.ts'
import { type Line, newLine, withChange } from '../../functions/domain/line.ts'
import { Conflict } from '../../functions/ports.ts'
import type { PlaybookPorts } from '../../functions/usecases/countermeasure.ts'
import { StepFailed, type Steps } from '../../functions/usecases/steps.ts'
import { tryCountermeasures } from '../../functions/usecases/try-countermeasures.ts'
import { anAlarm, aPull, at, restartCheckout } from '../signals.ts'

/** An incident that a machine is at, and a team of steps that fail as told. */
function aStory({ failing = [] }: { failing?: string[] } = {}) {
  const opened = decide(undefined, anAlarm({ playbook: restartCheckout }))
  if (opened.kind !== 'change') throw new Error('expected a change')
  const pulled = decide(undefined, aPull({ click: 'LONG' }))
  if (pulled.kind !== 'change') throw new Error('expected a change')
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
        world.onSave(change)
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
      world.onStep(name)
      if (failing.includes(name)) throw new StepFailed('the service does not answer')
      return work()
    },
    wait: async (name) => {
      waited.push(name)
      world.onWait()
    },
    callback: async (name) => ({
      id: `callback of ${name}`,
      ended: async () => {
        waited.push(name)
        return world.onHold()
      },
    }),
  }
  const world = {
    onWait: () => {},
    onStep: (_: string) => {},
    onSave: (_: Change | undefined) => {},
    onHold: (): 'answered' | 'timed-out' => (world.goesOn(), 'answered'),
    clears: () => {
      const change = resolved(incident, at('09:02'), 'the alarm')
      incident = change.after
      if (line) line = withChange(line, change, false, at('09:02'))
    },
    taken: () => (incident = changed(incident, { state: 'help' }, 'changed', at('09:02'), 'ada has it').after),
    lost: () => (line = undefined),
    stops: () => (line = withChange(line!, pulled.change, false, at('09:01'))),
    goesOn: () =>
      (line = withChange(line!, resolved(pulled.change.after, at('09:03'), 'cord desk-1'), false, at('09:03'))),
    crowded: () => {
      world.stops()
      const held = Array.from({ length: mostHeld }, (_, i) => ({ incident: `other-${i}`, callback: `other-${i}` }))
      line = { ...line!, held }
    },
  }
  const run = (...actions: Action[]) =>
    tryCountermeasures(ports, steps, incident.id, {
      title: 'Restart checkout',
      countermeasures: actions.map((action) => ({ do: action, wait: { minutes: 5 } })),
    })
  return { run, world, said, waited, now: () => incident, onLine: () => line }
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
    ['when it cannot tell whether the line is stopped', 'lost', 'it cannot be told whether the line is stopped'],
    [
      'when more than enough wait for the line already',
      'crowded',
      'the line is stopped (cord desk-1 was pulled), and 50 playbooks already wait for it',
    ],
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

describe('while the line is stopped', () => {
  const becauseStopped = 'the line is stopped (cord desk-1 was pulled)'

  it('holds before its next countermeasure, says why, and goes on once the line is cleared', async () => {
    const { run, world, said, waited, now, onLine } = aStory()
    world.stops()
    world.onHold = () => {
      expect(now()).toMatchObject({ state: 'working', held: becauseStopped })
      expect(onLine()?.held).toEqual([{ incident: now().id, callback: 'callback of hold 1' }])
      world.goesOn()
      return 'answered'
    }
    const one = anAction('one')
    await run(one)
    expect([one.acts, waited]).toEqual([1, ['hold 1', '1 one: wait for the alarm']])
    expect(said.slice(0, 4)).toEqual([
      `held: ${becauseStopped}`,
      'goes on: the line is no longer stopped',
      'do one',
      'one done',
    ])
    expect(now().held).toBeUndefined()
    expect(onLine()?.held).toEqual([])
  })

  it('holds again when the line is stopped again before it could go on', async () => {
    const { run, world, said, waited } = aStory()
    world.stops()
    world.onHold = () => {
      if (waited.length > 1) world.goesOn()
      return 'answered'
    }
    await run(anAction('one'))
    expect(waited.slice(0, 2)).toEqual(['hold 1', 'hold 2'])
    expect(said.slice(0, 3)).toEqual([
      `held: ${becauseStopped}`,
      `held: ${becauseStopped}`,
      'goes on: the line is no longer stopped',
    ])
  })

  it('does not wait when the line is cleared before that is written down', async () => {
    const { run, world, waited, said } = aStory()
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
    const { run, world, now, onLine } = aStory()
    world.stops()
    world.onHold = () => (world.clears(), 'answered')
    const one = anAction('one')
    expect(await run(one)).toEqual({ ended: 'over', tried: 0 })
    expect([one.acts, now().held, onLine()?.open.stop.all]).toEqual([0, undefined, 1])
  })

  it('calls people when that takes a day', async () => {
    const { run, world, said, now, onLine } = aStory()
    world.stops()
    world.onHold = () => 'timed-out'
    const one = anAction('one')
    expect(await run(one)).toEqual({ ended: 'handed-over', tried: 0 })
    expect([one.acts, now().state, now().held, onLine()?.held]).toEqual([0, 'help', undefined, []])
    expect(said.at(-1)).toBe(`people are called: ${becauseStopped}, and has been for a day`)
  })

  it('calls people when it was held five times', async () => {
    const { run, world, said, waited } = aStory()
    world.stops()
    world.onHold = () => 'answered'
    expect(await run(anAction('one'))).toEqual({ ended: 'handed-over', tried: 0 })
    expect(waited).toHaveLength(5)
    expect(said.at(-1)).toBe(`people are called: ${becauseStopped}, for the 6th time`)
  })

  it('does what was decided before, and looks no second time, when it is stopped just before it acts', async () => {
    const { run, world, said } = aStory()
    let looks = 0
    const one = anAction('one', { look: async () => ({ seen: String(++looks) }) })
    const acted: unknown[] = []
    one.act = async (_, plan) => (acted.push(plan), 'one done')
    world.onStep = (name) => {
      if (name === '1 one: act') world.stops()
    }
    await run(one)
    expect(acted).toEqual([{ seen: '1' }])
    expect(said.slice(0, 4)).toEqual([
      'do one',
      `held: ${becauseStopped}`,
      'goes on: the line is no longer stopped',
      'one done',
    ])
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
