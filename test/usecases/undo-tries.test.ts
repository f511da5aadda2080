import { CannotAct, NotYet } from '../../functions/actions/failure.ts'
import { StepFailed } from '../../functions/usecases/steps.ts'
import { undoTries } from '../../functions/usecases/undo-tries.ts'
import { tryCountermeasures } from '../../functions/usecases/try-countermeasures.ts'
import { at } from '../signals.ts'
import { aRun, anAction } from './a-run.ts'

/** A run that tried two things that can be undone, and what was undone since. */
async function afterARun({ afterwards = true, undo }: { afterwards?: boolean; undo?: () => Promise<string> } = {}) {
  const run = aRun()
  const undone: string[] = []
  const undoable = (name: string) =>
    anAction(name, {
      look: async () => ({ before: name }),
      undo: async (plan, mark) => {
        const text = undo ? await undo() : `${name} is as it was`
        undone.push(`${name}, ${JSON.stringify(plan)}, ${mark}`)
        return text
      },
    })
  const known = [undoable('one'), undoable('two'), anAction('three')]
  const actions = { ready: async ({ action }: { action: string }) => known.find(({ name }) => name === action)! }
  const time = { now: at('09:01') }
  const ports = { ...run.ports, actions, clock: { ...run.ports.clock, now: () => time.now } }
  const waits: number[] = []
  const steps = { ...run.steps, wait: async (_: string, { seconds = 0 }) => void waits.push(seconds) }
  await tryCountermeasures(ports, run.steps, run.now().id, {
    title: 'Restart checkout',
    countermeasures: [
      { do: { action: 'one', with: {} }, ...(afterwards && { afterwards: 'undo', wait: { minutes: 7 } }) },
      { do: { action: 'two', with: {} } },
      { do: { action: 'three', with: {} } },
    ],
  })
  const undoNow = (because: 'asked' | 'afterwards') => undoTries(ports, steps, run.now().id, { because })
  return { ...run, steps, time, undone, undoNow, waits, id: run.now().id }
}

it('undoes what the playbook wants undone, once the incident has stayed resolved', async () => {
  const { world, undoNow, undone, waits, now, said, id } = await afterARun()
  world.clears()
  expect(await undoNow('afterwards')).toEqual({ ended: 'undone', tried: 1 })
  expect([undone, waits]).toEqual([[`one, {"before":"one"}, ${id}-0-undo`], [420]])
  expect(now().tried.map((one) => one.undone)).toEqual(['one is as it was', undefined, undefined])
  expect(said.at(-1)).toBe('undone: one is as it was')
})

it('undoes all that can be undone when a person asks, the last first, and once', async () => {
  const { undoNow, undone, waits, said } = await afterARun()
  await undoNow('asked')
  expect([undone.map((text) => text.split(',')[0]), waits]).toEqual([['two', 'one'], []])
  expect(said.slice(-2)).toEqual(['undone: two is as it was', 'undone: one is as it was'])
  expect(await undoNow('asked')).toEqual({ ended: 'undone', tried: 0 })
})

it('leaves what helped as it is when the alarm goes off again meanwhile', async () => {
  const { world, undoNow, undone, steps, said, now } = await afterARun()
  const calm = now()
  world.clears()
  steps.wait = async () => undefined
  world.onStep = (name) => void (name === 'undo 1' && world.reopens(calm))
  await undoNow('afterwards')
  expect([undone, said.at(-1)]).toEqual([[], 'not undone (do one): its incident is open again'])
})

it('leaves it while the line is stopped, unless a person asks', async () => {
  const { world, undoNow, undone, said } = await afterARun()
  world.clears()
  world.stops()
  await undoNow('afterwards')
  expect(said.at(-1)).toMatch(/^not undone \(do one\): the line is stopped/)
  await undoNow('asked')
  expect(undone).toHaveLength(2)
})

it('says why it could not be undone, and a person may ask again', async () => {
  const { undoNow, said, now } = await afterARun({ undo: () => Promise.reject(new CannotAct('somebody has 9 now')) })
  await undoNow('asked')
  expect(said.slice(-2)).toEqual(['not undone (do two): somebody has 9 now', 'not undone (do one): somebody has 9 now'])
  expect(now().tried.map(({ undone, stays }) => undone ?? stays)).toEqual([
    'somebody has 9 now',
    'somebody has 9 now',
    undefined,
  ])
})

it('goes on with what it has begun, though the line is stopped meanwhile', async () => {
  let left = 3
  const { world, undoNow, undone, waits, said } = await afterARun({
    undo: async () => {
      if (left-- > 0) throw new NotYet('the table is being updated')
      return 'the table is as it was'
    },
  })
  world.clears()
  world.onStep = (name) => void (name === 'undo 1: go on 1' && world.stops())
  await undoNow('afterwards')
  expect([undone.length, waits]).toEqual([1, [420, 15, 15, 15]])
  expect(said.at(-1)).toBe('undone: the table is as it was')
})

it('gives up what takes too long, with what is so then', async () => {
  const { world, undoNow, waits, said } = await afterARun({
    undo: () => Promise.reject(new NotYet('the table is being updated')),
  })
  world.clears()
  await undoNow('afterwards')
  expect([waits.length, said.at(-1)]).toEqual([41, 'not undone (do one): the table is being updated'])
})

it('says that this version cannot undo it', async () => {
  const { now, ports, steps, said } = await afterARun()
  await undoTries({ ...ports, actions: { ready: async () => anAction('one') } }, steps, now().id, { because: 'asked' })
  expect(said.at(-1)).toBe('not undone (do one): this version of Andon cannot undo one')
})

it('says so when AWS keeps failing', async () => {
  const { now, ports, steps, said } = await afterARun()
  const failing: typeof steps = {
    ...steps,
    step: (name, work) => (/^undo \d$/.test(name) ? Promise.reject(new StepFailed('503')) : work()),
  }
  await undoTries(ports, failing, now().id, { because: 'asked' })
  expect(said.at(-1)).toBe('not undone (do one): 503')
})

describe('while somebody else is at the same thing', () => {
  const other = { mark: 'other-0', incident: 'other', playbook: 'restart-search', resource: 'a two' }
  const atIt = async (story: Awaited<ReturnType<typeof afterARun>>, more: Partial<typeof other> = {}) => {
    const { hands } = story.ports
    const deed = { ...other, ...more, at: at('09:00'), until: at('09:03') }
    const { hands: before } = await hands.of(['checkout'], { playbook: deed.playbook, resource: 'a two' })
    await hands.add(before!, deed, { line: 'checkout' })
  }

  it('waits for a machine, and is one itself for all others', async () => {
    const story = await afterARun()
    const { undoNow, undone, waits, steps, ports, id, time } = story
    await atIt(story)
    steps.wait = async (_, { seconds = 0 }) => {
      waits.push(seconds)
      time.now = at('09:04')
    }
    await undoNow('asked')
    expect([undone.length, waits]).toEqual([2, [120]])
    const { hands } = await ports.hands.of(['checkout'], { playbook: 'restart-checkout', resource: 'a two' })
    expect(hands?.resource.all.at(-1)).toMatchObject({
      playbook: 'the undoing of restart-checkout',
      incident: id,
      at: at('09:04'),
      until: at('09:05'),
    })
  })

  it('says whom it waited for in vain', async () => {
    const story = await afterARun()
    await atIt(story)
    await story.undoNow('asked')
    expect(story.said.find((text) => text.startsWith('not undone'))).toBe(
      'not undone (do two): restart-search is at a two for another incident',
    )
  })

  it('waits for whoever undoes the same', async () => {
    const story = await afterARun()
    const { id, undoNow, undone, waits } = story
    await atIt(story, { mark: `${id}-1-undo-7`, incident: id, playbook: 'the undoing of restart-checkout' })
    await undoNow('asked')
    expect([undone.map((text) => text.slice(0, 3)), waits[0]]).toEqual([['one'], 120])
  })
})
