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
  /** How the deployments ended, where that is not well. */
  const statuses: string[] = []
  const answers = {
    DescribeServices: () => ({ services: [{ ...service }] }),
    // Newest first, a few a page.
    ListServiceDeployments({ status: wanted, nextToken: from = '0' }: { status?: string[]; nextToken?: string }) {
      const all = ran
        .map((_, i) => ({
          targetServiceRevisionArn: revision(i),
          createdAt: new Date(2026, 0, i + 1),
          status: statuses[i] ?? 'SUCCESSFUL',
        }))
        .filter(({ status }) => wanted?.includes(status) ?? true)
        .reverse()
      const next = Number(from) + 7
      return {
        serviceDeployments: all.slice(Number(from), next),
        ...(next < all.length && { nextToken: String(next) }),
      }
    },
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
  return {
    ...sessionWith({ answers, state: () => updates }),
    answers,
    state: () => updates,
    updates,
    service,
    statuses,
  }
}

const nonsense = [
  [{ cluster: 'shop' }, 'service'],
  [{ cluster: 'shop', service: '*' }, 'service'],
  [{ cluster: 'shop/other', service: 'checkout' }, 'cluster'],
  [{ cluster: 7, service: 'checkout' }, 'cluster'],
] as const
/** The same service, but for this. */
const aClusterWhere = (change: (cluster: ReturnType<typeof aCluster>) => void) => () => {
  const cluster = aCluster(6, 7)
  change(cluster)
  return cluster
}
const senseless = {
  'there is no such active service': {
    world: aClusterWhere(({ service }) => (service.status = 'INACTIVE')),
    says: 'there is no active service checkout in cluster shop',
  },
  'the service is scaled to nothing': {
    world: aClusterWhere(({ service }) => (service.desiredCount = 0)),
    says: 'checkout is scaled to nothing (its desired count is 0), so no deployment would start a task',
  },
  'CodeDeploy, or a controller of its own, deploys the service': {
    world: aClusterWhere(({ service }) => (service.deploymentController = { type: 'CODE_DEPLOY' })),
    says: 'checkout is deployed by CodeDeploy, so ECS takes no deployment from here',
  },
  'ECS itself is rolling the service back': {
    world: aClusterWhere(({ statuses }) => (statuses[1] = 'ROLLBACK_IN_PROGRESS')),
    says: 'ECS itself is rolling back checkout (its deployment failed), so it was left alone',
  },
}
await itKeepsTheContract('ecs', {
  redeploy: { given, world: () => aCluster(7), refuses: nonsense, senseless },
  rollBack: {
    given,
    world: () => aCluster(6, 7),
    refuses: nonsense,
    senseless: {
      ...senseless,
      'no other task definition ran successfully before': {
        world: () => aCluster(7),
        says: /^there is nothing to go back to from checkout:7/,
      },
    },
  },
})

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
