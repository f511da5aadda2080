import type { Service } from '@aws-sdk/client-ecs'
import { ecs, type EcsCalls } from '../../functions/actions/ecs.ts'

const target = { cluster: 'shop', service: 'checkout' }
const revision = (n: number) => `arn:aws:ecs:eu-central-1:1:service-revision/shop/checkout/${n}`
const taskDefinition = (n: number) => `arn:aws:ecs:eu-central-1:1:task-definition/checkout:${n}`
const $metadata = {}

/** A cluster whose service ran these task definitions, oldest first; the last one is current. */
function aCluster(...ran: number[]) {
  const service: Service & { deployments: { id: string; status: string }[] } = {
    status: 'ACTIVE',
    taskDefinition: taskDefinition(ran.at(-1) ?? 0),
    deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY' }],
  }
  const updates: object[] = []
  const calls: EcsCalls = {
    describeServices: async () => ({ $metadata, services: [service] }),
    listServiceDeployments: async () => ({
      $metadata,
      serviceDeployments: ran.map((_, i) => ({
        targetServiceRevisionArn: revision(i),
        createdAt: new Date(2026, 0, i + 1),
      })),
    }),
    describeServiceRevisions: async ({ serviceRevisionArns = [] }) => ({
      $metadata,
      serviceRevisions: serviceRevisionArns.map((arn) => ({
        serviceRevisionArn: arn,
        taskDefinition: taskDefinition(ran[Number(arn.split('/').at(-1))] ?? 0),
      })),
    }),
    updateService: async (update) => {
      updates.push(update)
      if (update.taskDefinition !== undefined) service.taskDefinition = update.taskDefinition
      service.deployments = [{ id: `ecs-svc/${updates.length + 1}`, status: 'PRIMARY' }]
      return { $metadata, service }
    },
  }
  return { aws: { ecs: calls }, updates, service }
}

describe('redeploy', () => {
  const action = ecs.redeploy(target)

  it('starts a new deployment of what is there', async () => {
    const { aws, updates } = aCluster(7)
    expect(await action.act(aws, await action.look(aws))).toBe('a new deployment of checkout was started (ecs-svc/2)')
    expect(updates).toEqual([{ ...target, forceNewDeployment: true }])
  })

  it('does not deploy twice when it is run again after a fault', async () => {
    const { aws, updates } = aCluster(7)
    const plan = await action.look(aws)
    await action.act(aws, plan)
    expect(await action.act(aws, plan)).toBe('a new deployment of checkout is under way (ecs-svc/2)')
    expect(updates).toHaveLength(1)
  })

  it('cannot act on a service that is gone', async () => {
    const { aws, service } = aCluster(7)
    service.status = 'INACTIVE'
    await expect(action.look(aws)).rejects.toThrow('there is no active service checkout in cluster shop')
  })
})

describe('roll back', () => {
  const action = ecs.rollBack(target)

  it('goes back to the newest other task definition that ran successfully', async () => {
    const { aws, updates } = aCluster(5, 6, 7, 7)
    const plan = await action.look(aws)
    expect(await action.act(aws, plan)).toBe('checkout goes back from checkout:7 to checkout:6')
    expect(updates).toEqual([{ ...target, taskDefinition: taskDefinition(6) }])
  })

  it('is done when it is done already', async () => {
    const { aws, updates } = aCluster(6, 7)
    const plan = await action.look(aws)
    await action.act(aws, plan)
    expect(await action.act(aws, plan)).toBe('checkout runs checkout:6 again')
    expect(updates).toHaveLength(1)
  })

  it('leaves alone what somebody deployed meanwhile', async () => {
    const { aws, updates, service } = aCluster(6, 7)
    const plan = await action.look(aws)
    service.taskDefinition = taskDefinition(8)
    await expect(action.act(aws, plan)).rejects.toThrow('somebody deployed checkout:8 meanwhile; it is left alone')
    expect(updates).toEqual([])
  })

  it('cannot act when there is nothing to go back to', async () => {
    await expect(action.look(aCluster(7, 7).aws)).rejects.toThrow(
      'no earlier task definition than checkout:7 ran successfully',
    )
    await expect(action.look(aCluster().aws)).rejects.toThrow('no successful deployment in the last 90 days')
  })
})

it('names the calls that it makes, on the one service', () => {
  const grants = [ecs.redeploy(target), ecs.rollBack(target)].map(({ calls }) =>
    calls.map(({ action, on }) => `${action} ${on.resource}`),
  )
  expect(grants).toEqual([
    ['ecs:DescribeServices service/shop/checkout', 'ecs:UpdateService service/shop/checkout'],
    [
      'ecs:DescribeServices service/shop/checkout',
      'ecs:ListServiceDeployments service/shop/checkout',
      'ecs:DescribeServiceRevisions service-revision/shop/checkout/*',
      'ecs:UpdateService service/shop/checkout',
    ],
  ])
})
