import { scale, stopTask } from '../../functions/actions/ecs.ts'
import { arnTextOf } from './arn-text.ts'
import { sessionWith } from './an-imitation.ts'
import { anEcsService } from './an-ecs-service.ts'

const search = { cluster: 'shop', service: 'search' }

describe('scale', () => {
  const action = scale.on({ ...search, by: 2, atMost: 6 })

  it('says from what to what, once it has looked', async () => {
    const { session } = anEcsService(2)
    expect(action.title()).toBe('scale service search in cluster shop up by 2, to at most 6 tasks')
    expect(action.title(await action.look(session))).toBe('scale service search in cluster shop from 2 to 4 tasks')
  })

  it('sets the number, and nothing else', async () => {
    const { session, updates } = anEcsService(2)
    expect(await action.act(session, await action.look(session), 'mark')).toBe('search is to have 4 tasks, after 2')
    expect(updates).toEqual([{ ...search, desiredCount: 4 }])
  })

  it('sets no more than the most', async () => {
    expect(await action.look(anEcsService(5).session)).toEqual({ from: 5, to: 6 })
  })

  it.each([6, 8])('has nothing to do where there are %s tasks and may be 6', async (count) => {
    await expect(action.look(anEcsService(count).session)).rejects.toThrow(
      `search has ${count} tasks already, and may have 6 at most`,
    )
  })

  it.each(['CODE_DEPLOY', 'EXTERNAL'] as const)('can be done whatever deploys the service: %s', async (type) => {
    const { session } = anEcsService(2, { deployments: [], deploymentController: { type } })
    expect(await action.look(session)).toEqual({ from: 2, to: 4 })
  })

  it.each(['act', 'undo'] as const)('leaves alone what was set meanwhile: %s', async (what) => {
    const { session, service, updates } = anEcsService(2)
    const plan = await action.look(session)
    service.desiredCount = 3
    await expect(action[what]?.(session, plan, 'mark')).rejects.toThrow(
      'somebody, or its scaling, set the tasks of search to 3 in the meantime, so nothing was changed',
    )
    expect(updates).toEqual([])
  })

  it('is undone by the number that was there before', async () => {
    const { session, updates } = anEcsService(2)
    const plan = await action.look(session)
    await action.act(session, plan, 'mark')
    expect(await action.undo?.(session, plan, 'mark-undo')).toBe('search is to have 2 tasks again, after 4')
    expect(updates.at(-1)).toEqual({ ...search, desiredCount: 2 })
  })
})

describe('stop task', () => {
  const oldest = (n: number) => stopTask.on({ ...search, oldest: n })

  it('says how many of how many, once it has looked', async () => {
    const { session } = anEcsService(5)
    expect(oldest(1).title()).toBe('stop the oldest task of service search in cluster shop, at most half of them')
    expect(oldest(3).title()).toBe('stop the 3 oldest tasks of service search in cluster shop, at most half of them')
    expect(oldest(3).title(await oldest(3).look(session))).toBe(
      'stop 2 of the 5 tasks of service search in cluster shop, the oldest',
    )
  })

  it('stops those that have run longest, with its mark as the reason', async () => {
    const { session, stopped, taskArn } = anEcsService(7)
    const plan = await oldest(2).look(session)
    expect(await oldest(2).act(session, plan, 'mark')).toBe(
      'ECS starts others in place of these tasks of search, which are stopped: 1, 2',
    )
    expect(stopped).toEqual([1, 2].map((n) => ({ cluster: 'shop', task: taskArn(n), reason: 'Andon mark' })))
  })

  it('stops at most half', async () => {
    const { session, taskArn } = anEcsService(3)
    expect(await oldest(10).look(session)).toEqual({ running: 3, tasks: [taskArn(1)] })
  })

  it('does not stop what ECS has put in their place', async () => {
    const { session, stopped } = anEcsService(2)
    const plan = await oldest(1).look(session)
    await oldest(1).act(session, plan, 'mark')
    expect(await oldest(1).act(session, plan, 'mark')).toBe('of search, none of these tasks runs any more: 1')
    expect(stopped).toHaveLength(1)
  })

  it('stops none when too few others run meanwhile', async () => {
    const { session, tasks, stopped } = anEcsService(4)
    const plan = await oldest(2).look(session)
    tasks[3]!.lastStatus = 'DEPROVISIONING'
    await expect(oldest(2).act(session, plan, 'mark')).rejects.toThrow(
      'only 1 other tasks of search run now: too few to stop 2, so none was stopped',
    )
    expect(stopped).toEqual([])
  })

  it('counts none that ECS is stopping, though a list still has it', async () => {
    const { answers, state, tasks, taskArn } = anEcsService(4)
    const ListTasks = () => ({ taskArns: [1, 2, 3, 4].map(taskArn) })
    const { session } = sessionWith({ answers: { ...answers, ListTasks }, state })
    tasks[0]!.desiredStatus = 'STOPPED'
    await expect(oldest(1).look(session)).rejects.toThrow('only 3 of the 4 tasks of search run, so none was stopped')
  })

  it('leaves alone a service whose own controller is replacing its tasks', async () => {
    const taskSets = [{ status: 'PRIMARY' }, { status: 'ACTIVE' }]
    await expect(oldest(1).look(anEcsService(4, { deployments: [], taskSets }).session)).rejects.toThrow(
      'a deployment of search is under way',
    )
  })

  it('leaves alone what a deployment that began meanwhile will replace', async () => {
    const { session, service, stopped } = anEcsService(4)
    const plan = await oldest(2).look(session)
    service.deployments = [{ status: 'PRIMARY' }, { status: 'ACTIVE' }]
    await expect(oldest(2).act(session, plan, 'mark')).rejects.toThrow('a deployment of search is under way')
    expect(stopped).toEqual([])
  })

  it('asks for no more tasks at once than AWS describes', async () => {
    const { session, exchanges } = anEcsService(230)
    await oldest(1).look(session)
    const asked = exchanges.filter(({ operation }) => operation === 'DescribeTasks')
    expect(asked.map(({ request }) => (request as { tasks: string[] }).tasks.length)).toEqual([100, 100, 30])
  })
})

it('names the calls that it makes, on the one service or its cluster’s tasks', () => {
  const inShop = { ArnEquals: { 'ecs:cluster': { service: 'ecs', resource: 'cluster/shop' } } }
  const grants = [scale.on({ ...search, by: 2, atMost: 6 }), stopTask.on({ ...search, oldest: 1 })].map(({ calls }) =>
    calls.flatMap((call) => call.grants.map((grant) => [grant.action, ...arnTextOf(grant), grant.when])),
  )
  expect(grants).toEqual([
    [
      ['ecs:DescribeServices', 'ecs:::service/shop/search', undefined],
      ['ecs:UpdateService', 'ecs:::service/shop/search', undefined],
    ],
    [
      ['ecs:DescribeServices', 'ecs:::service/shop/search', undefined],
      ['ecs:ListTasks', '*', inShop],
      ['ecs:DescribeTasks', 'ecs:::task/shop/*', inShop],
      ['ecs:StopTask', 'ecs:::task/shop/*', inShop],
    ],
  ])
})
