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
    expect(await action.act(session, plan, 'mark')).toBe('a new deployment of checkout is under way (ecs-svc/2)')
    expect(updates).toHaveLength(1)
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

  const again = (n: number, times: number) => Array.from({ length: times }, () => n)
  it.each<[string, number[], number]>([
    ['goes on back, and not forth into what it fled from', [5, 6, 7, 6], 5],
    ['sees behind many redeployments', [5, ...again(6, 30)], 5],
    ['sees that a build was fled from, behind many redeployments', [5, 6, 7, ...again(6, 45)], 5],
    ['goes past all that was fled from', [4, 5, 6, 7, 5, 8], 5],
    ['trusts a build that people have deployed again', [5, 6, 7, 6, 7], 6],
  ])('%s', async (_, ran, to) => {
    expect(await action.look(aCluster(...ran).session)).toMatchObject({ to: taskDefinition(to) })
  })

  it('says what it went back from before', async () => {
    const { session } = aCluster(5, 6, 7, 6)
    expect(await action.act(session, await action.look(session), 'mark')).toBe(
      'checkout goes back from checkout:6 to checkout:5; it went back from checkout:7 before',
    )
  })

  it('counts a way back that somebody cut short, and no build that ECS rolled back', async () => {
    const { session, statuses } = aCluster(5, 6, 7, 6, 8, 9)
    Object.assign(statuses, { 3: 'STOPPED', 4: 'ROLLBACK_SUCCESSFUL' })
    expect(await action.look(session)).toMatchObject({ from: taskDefinition(9), to: taskDefinition(6) })
  })

  it('cannot act when there is nothing to go back to, and says what it left', async () => {
    const refusal = (...ran: number[]) =>
      expect(action.look(aCluster(...ran).session)).rejects.toThrow(
        'there is nothing to go back to from checkout:6: no other task definition ran successfully in the last 90 days',
      )
    await refusal(6, 6)
    await expect(action.look(aCluster(6, 7, 6).session)).rejects.toThrow(
      /in the last 90 days, but for checkout:7, which it went back from$/,
    )
    // ECS has forgotten that it came from 6.
    await refusal(7, 6)
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
