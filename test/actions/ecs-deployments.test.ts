import { redeploy, rollBack } from '../../functions/actions/ecs.ts'
import { aCluster, checkout as given, taskDefinition } from './a-cluster.ts'
import { arnTextOf } from './arn-text.ts'

describe('redeploy', () => {
  const action = redeploy.on(given)

  it('starts a new deployment of what is there', async () => {
    const { session, updates } = aCluster(7)
    expect(await action.act(session, await action.look(session), 'mark')).toBe(
      'a new deployment of checkout was started (ecs-svc/2)',
    )
    expect(updates).toEqual([{ ...given, forceNewDeployment: true }])
  })

  it('does not deploy twice when it is run again after a fault', async () => {
    const { session, updates } = aCluster(7)
    const plan = await action.look(session)
    await action.act(session, plan, 'mark')
    expect(await action.act(session, plan, 'mark')).toBe('checkout has a new deployment already (ecs-svc/2)')
    expect(updates).toHaveLength(1)
  })

  it('leaves alone what ECS has begun to roll back in the meantime', async () => {
    const { session, updates, statuses } = aCluster(6, 7)
    const plan = await action.look(session)
    statuses[1] = 'ROLLBACK_REQUESTED'
    await expect(action.act(session, plan, 'mark')).rejects.toThrow('ECS itself is rolling back checkout')
    expect(updates).toEqual([])
  })

  it('says what it has begun, though ECS names no deployment', async () => {
    const { session, answers } = aCluster(7)
    answers.UpdateService = () => ({ service: { deployments: [] } }) as never
    expect(await action.act(session, await action.look(session), 'mark')).toBe(
      'a new deployment of checkout was started (no id given)',
    )
  })

  it('cannot act on a service without a deployment, and names it', async () => {
    const { session, service } = aCluster(7)
    service.deployments = []
    await expect(action.look(session)).rejects.toThrow(
      'checkout is not deployed by ECS itself: it has no primary deployment',
    )
  })

  it('cannot act on a service that is gone', async () => {
    const { session, service } = aCluster(7)
    service.status = 'INACTIVE'
    await expect(action.look(session)).rejects.toThrow('there is no active service checkout in cluster shop')
  })
})

describe.each([
  ['redeploy', redeploy.on(given)],
  ['roll back', rollBack.on(given)],
])('%s', (_, action) => {
  it('starts nothing on a service that is scaled to nothing', async () => {
    const { session, service } = aCluster(6, 7)
    service.desiredCount = 0
    await expect(action.look(session)).rejects.toThrow('checkout is scaled to nothing')
  })

  it('leaves alone what ECS itself is rolling back', async () => {
    const { session, statuses } = aCluster(6, 7)
    statuses[1] = 'ROLLBACK_IN_PROGRESS'
    await expect(action.look(session)).rejects.toThrow('ECS itself is rolling back checkout')
  })

  it('sees on every page that ECS itself is rolling it back', async () => {
    const { session, statuses, answers } = aCluster(6, 7)
    statuses[1] = 'ROLLBACK_IN_PROGRESS'
    const list = answers.ListServiceDeployments.bind(answers)
    // Where it filters, ECS may give an empty page and say that more follow.
    answers.ListServiceDeployments = ({ nextToken, ...asked }) =>
      nextToken === undefined ? { serviceDeployments: [], nextToken: '0' } : list({ ...asked, nextToken })
    await expect(action.look(session)).rejects.toThrow('ECS itself is rolling back checkout')
  })
})

describe('roll back', () => {
  const action = rollBack.on(given)

  it('says from what to what, once it has looked', async () => {
    const { session } = aCluster(6, 7)
    expect(action.title()).toBe('roll back service checkout in cluster shop to its previous task definition')
    expect(action.title(await action.look(session))).toBe(
      'roll back service checkout in cluster shop from checkout:7 to checkout:6',
    )
  })

  it('goes back to the newest other task definition that ran successfully', async () => {
    const { session, updates } = aCluster(5, 6, 7, 7)
    const plan = await action.look(session)
    expect(await action.act(session, plan, 'mark')).toBe('checkout goes back from checkout:7 to checkout:6')
    expect(updates).toEqual([{ ...given, taskDefinition: taskDefinition(6) }])
  })

  it('is done when it is done already', async () => {
    const { session, updates } = aCluster(6, 7)
    const plan = await action.look(session)
    await action.act(session, plan, 'mark')
    expect(await action.act(session, plan, 'mark')).toBe('checkout runs checkout:6 again')
    expect(updates).toHaveLength(1)
  })

  it('is undone by what was there before', async () => {
    const { session, updates } = aCluster(6, 7)
    const plan = await action.look(session)
    await action.act(session, plan, 'mark')
    expect(await action.undo?.(session, plan, 'mark')).toBe('checkout goes from checkout:6 to checkout:7 again')
    expect(updates.at(-1)).toEqual({ ...given, taskDefinition: taskDefinition(7) })
  })

  it.each(['act', 'undo'] as const)('leaves alone what somebody deployed meanwhile: %s', async (what) => {
    const { session, updates, service } = aCluster(6, 7)
    const plan = await action.look(session)
    service.taskDefinition = taskDefinition(8)
    await expect(action[what]?.(session, plan, 'mark')).rejects.toThrow(
      'somebody deployed checkout:8 in the meantime, so nothing was changed',
    )
    expect(updates).toEqual([])
  })

  it.each(['act', 'undo'] as const)('does not cross a rollback that ECS has begun meanwhile: %s', async (what) => {
    const { session, updates, statuses, service } = aCluster(6, 7)
    const plan = await action.look(session)
    if (what === 'undo') service.taskDefinition = taskDefinition(6)
    statuses[1] = 'ROLLBACK_IN_PROGRESS'
    await expect(action[what]?.(session, plan, 'mark')).rejects.toThrow('ECS itself is rolling back checkout')
    expect(updates).toEqual([])
  })

  it('does not go back again when somebody has deployed the same anew since then', async () => {
    const { session, updates, service } = aCluster(6, 7)
    const plan = await action.look(session)
    await action.act(session, plan, 'mark')
    // Whose answer was lost; and a person saw that it made it worse.
    Object.assign(service, { taskDefinition: taskDefinition(7), deployments: [{ id: 'ecs-svc/3', status: 'PRIMARY' }] })
    await expect(action.act(session, plan, 'mark')).rejects.toThrow(
      'somebody deployed checkout:7 in the meantime, so nothing was changed',
    )
    expect(updates).toHaveLength(1)
  })
})

it('names the calls that it makes, on the one service', () => {
  const grants = [redeploy, rollBack].map((action) =>
    action
      .on(given)
      .calls.flatMap((call) => call.grants.flatMap((grant) => arnTextOf(grant).map((arn) => `${grant.action} ${arn}`))),
  )
  expect(grants).toEqual([
    [
      'ecs:DescribeServices ecs:::service/shop/checkout',
      'ecs:ListServiceDeployments ecs:::service/shop/checkout',
      'ecs:UpdateService ecs:::service/shop/checkout',
    ],
    [
      'ecs:DescribeServices ecs:::service/shop/checkout',
      'ecs:ListServiceDeployments ecs:::service/shop/checkout',
      'ecs:DescribeServiceRevisions ecs:::service/shop/checkout',
      'ecs:DescribeServiceRevisions ecs:::service-revision/shop/checkout/*',
      'ecs:UpdateService ecs:::service/shop/checkout',
    ],
  ])
})
