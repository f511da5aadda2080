import type { Service } from '@aws-sdk/client-ecs'
import { redeploy, rollBack } from '../../functions/actions/ecs.ts'
import { sessionWith } from './an-imitation.ts'
import { arnTextOf } from './arn-text.ts'
import { itKeepsTheContract } from './contract.ts'

const given = { cluster: 'shop', service: 'checkout' }
const revision = (n: number) => `arn:aws:ecs:eu-central-1:1:service-revision/shop/checkout/${n}`
const taskDefinition = (n: number) => `arn:aws:ecs:eu-central-1:1:task-definition/checkout:${n}`

/** A cluster whose service ran these task definitions, oldest first; the last one is current. */
function aCluster(...ran: number[]) {
  const service: Service & { deployments: { id: string; status: string }[] } = {
    status: 'ACTIVE',
    taskDefinition: taskDefinition(ran.at(-1) ?? 0),
    deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY' }],
  }
  const updates: object[] = []
  const answers = {
    DescribeServices: () => ({ services: [{ ...service }] }),
    ListServiceDeployments: () => ({
      serviceDeployments: ran.map((_, i) => ({
        targetServiceRevisionArn: revision(i),
        createdAt: new Date(2026, 0, i + 1),
      })),
    }),
    DescribeServiceRevisions: ({ serviceRevisionArns }: { serviceRevisionArns: string[] }) => ({
      serviceRevisions: serviceRevisionArns.map((arn) => ({
        serviceRevisionArn: arn,
        taskDefinition: taskDefinition(ran[Number(arn.split('/').at(-1))] ?? 0),
      })),
    }),
    UpdateService: (update: { taskDefinition?: string }) => {
      updates.push(update)
      if (update.taskDefinition !== undefined) service.taskDefinition = update.taskDefinition
      service.deployments = [{ id: `ecs-svc/${updates.length + 1}`, status: 'PRIMARY' }]
      return { service: { ...service } }
    },
  }
  return { ...sessionWith({ answers, state: () => updates }), answers, state: () => updates, updates, service }
}

const nonsense = [
  [{ cluster: 'shop' }, 'service'],
  [{ cluster: 'shop', service: '*' }, 'service'],
  [{ cluster: 'shop/other', service: 'checkout' }, 'cluster'],
  [{ cluster: 7, service: 'checkout' }, 'cluster'],
] as const
await itKeepsTheContract('ecs', {
  redeploy: { given, world: () => aCluster(7), refuses: nonsense },
  rollBack: { given, world: () => aCluster(6, 7), refuses: nonsense },
})

describe('redeploy', () => {
  const action = redeploy.on(given)

  it('starts a new deployment of what is there', async () => {
    const { session, updates } = aCluster(7)
    expect(await action.act(session, await action.look(session))).toBe(
      'a new deployment of checkout was started (ecs-svc/2)',
    )
    expect(updates).toEqual([{ ...given, forceNewDeployment: true }])
  })

  it('does not deploy twice when it is run again after a fault', async () => {
    const { session, updates } = aCluster(7)
    const plan = await action.look(session)
    await action.act(session, plan)
    expect(await action.act(session, plan)).toBe('a new deployment of checkout is under way (ecs-svc/2)')
    expect(updates).toHaveLength(1)
  })

  it('cannot act on a service that is gone', async () => {
    const { session, service } = aCluster(7)
    service.status = 'INACTIVE'
    await expect(action.look(session)).rejects.toThrow('there is no active service checkout in cluster shop')
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
    expect(await action.act(session, plan)).toBe('checkout goes back from checkout:7 to checkout:6')
    expect(updates).toEqual([{ ...given, taskDefinition: taskDefinition(6) }])
  })

  it('is done when it is done already', async () => {
    const { session, updates } = aCluster(6, 7)
    const plan = await action.look(session)
    await action.act(session, plan)
    expect(await action.act(session, plan)).toBe('checkout runs checkout:6 again')
    expect(updates).toHaveLength(1)
  })

  it('is undone by what was there before', async () => {
    const { session, updates } = aCluster(6, 7)
    const plan = await action.look(session)
    await action.act(session, plan)
    expect(await action.undo?.(session, plan)).toBe('checkout goes from checkout:6 to checkout:7 again')
    expect(updates.at(-1)).toEqual({ ...given, taskDefinition: taskDefinition(7) })
  })

  it.each(['act', 'undo'] as const)('leaves alone what somebody deployed meanwhile: %s', async (what) => {
    const { session, updates, service } = aCluster(6, 7)
    const plan = await action.look(session)
    service.taskDefinition = taskDefinition(8)
    await expect(action[what]?.(session, plan)).rejects.toThrow(
      'somebody deployed checkout:8 in the meantime, so nothing was changed',
    )
    expect(updates).toEqual([])
  })

  it('cannot act when there is nothing to go back to', async () => {
    await expect(action.look(aCluster(7, 7).session)).rejects.toThrow(
      'no earlier task definition than checkout:7 ran successfully',
    )
    await expect(action.look(aCluster().session)).rejects.toThrow('no successful deployment in the last 90 days')
  })
})

it('names the calls that it makes, on the one service', () => {
  const grants = [redeploy, rollBack].map((action) =>
    action
      .on(given)
      .calls.flatMap((call) => call.grants.flatMap((grant) => arnTextOf(grant).map((arn) => `${grant.action} ${arn}`))),
  )
  expect(grants).toEqual([
    ['ecs:DescribeServices ecs:::service/shop/checkout', 'ecs:UpdateService ecs:::service/shop/checkout'],
    [
      'ecs:DescribeServices ecs:::service/shop/checkout',
      'ecs:ListServiceDeployments ecs:::service/shop/checkout',
      'ecs:DescribeServiceRevisions ecs:::service-revision/shop/checkout/*',
      'ecs:UpdateService ecs:::service/shop/checkout',
    ],
  ])
})
