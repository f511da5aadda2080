import { at } from '../signals.ts'
import { aRun, anAction } from './a-run.ts'

// What guards say of what an action is about to change, once it has looked.

const arn = 'arn:aws:ecs:eu-central-1:000000000000:service/shop/checkout'
const changing = (...members: string[]) =>
  anAction('one', { reach: () => ({ changes: { arns: [arn] }, group: { name: 'a group', size: 4, members } }) })

describe('what is tagged andon:protected', () => {
  it('is left alone: people are called, though it was tagged after the machine had begun', async () => {
    const { run, world, said } = aRun()
    const asked: unknown[] = []
    world.protection = async (arns) => {
      asked.push(arns)
      return asked.length < 2 ? { kind: 'none' } : { kind: 'protected', what: arn }
    }
    const one = changing()
    await run(one)
    expect(one.acts).toBe(0)
    expect(asked).toEqual([[arn], [arn]])
    expect(said).toContain(`failed: not done: ${arn} is tagged andon:protected`)
    expect(said.at(-1)).toMatch(/^people are called: /)
  })

  it('cannot be read: it waits, and goes on once it can', async () => {
    const { run, world, said, waited } = aRun()
    world.protection = async () => ({ kind: 'unknown', because: 'denied' })
    world.onWait = () => void (world.protection = async () => ({ kind: 'none' }))
    const one = changing()
    await run(one)
    expect(said[1]).toMatch(
      /^held: nobody can tell whether what it would change is tagged andon:protected \(denied\); it looks again at /,
    )
    expect([waited[0], one.acts]).toEqual(['hold 1', 1])
  })

  it('is not asked about before it has looked, nor where nothing could be tagged', async () => {
    const { run, world } = aRun()
    world.protection = async () => {
      throw new Error('it was asked')
    }
    const one = anAction('one')
    await run(one)
    expect(one.acts).toBe(1)
  })
})

describe('a group', () => {
  const deed = {
    mark: 'other-0',
    incident: 'other',
    playbook: 'other',
    resource: 'i-1',
    at: at('08:50'),
    until: at('08:55'),
  }
  const beside = { line: 'search', group: { name: 'a group', members: ['i-1'] } }

  async function whereOneIsTouched() {
    const there = aRun()
    const { hands: before } = await there.hands.of(['search'], { playbook: 'other', resource: 'i-1', group: 'a group' })
    await there.hands.add(before!, deed, beside)
    return there
  }

  it('is spared: people are called once machines have acted on as many as they may', async () => {
    const { run, said } = await whereOneIsTouched()
    const one = changing('i-2')
    await run(one)
    expect(one.acts).toBe(0)
    expect(said.at(-1)).toBe(
      'people are called: machines would have acted on 2 of 4 of a group within 1 hour, and may on 1',
    )
  })

  it('remembers on which of it a machine acts', async () => {
    const { run, hands } = await whereOneIsTouched()
    const one = changing('i-1')
    await run(one)
    expect(one.acts).toBe(1)
    expect(hands.deeds.get('in a group')?.all.map(({ members }) => members)).toEqual([['i-1'], ['i-1']])
    expect(hands.deeds.get('on a one')?.all.map(({ members }) => members)).toEqual([undefined])
  })
})

it('waits for the end of a maintenance window, and then acts', async () => {
  const { run, world, said, waited } = aRun()
  world.maintenance = { kind: 'until', at: at('10:00'), because: 'it is the maintenance window of the line' }
  world.onWait = () => void (world.maintenance = { kind: 'none' })
  const one = changing('i-1')
  await run(one)
  expect(said[0]).toBe(
    'held: it is the maintenance window of the line; it looks again at 2026-11-21 10:00 UTC; people are called',
  )
  expect([waited[0], one.acts]).toEqual(['hold 1', 1])
})
