import { aCluster, checkout as given } from './a-cluster.ts'
import { anEcsService } from './an-ecs-service.ts'
import { itKeepsTheContract } from './contract.ts'

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
    says: 'checkout is scaled to nothing (its desired count is 0), so nothing was changed',
  },
  'CodeDeploy, or a controller of its own, deploys the service': {
    world: aClusterWhere(({ service }) => (service.deploymentController = { type: 'CODE_DEPLOY' })),
    says: 'checkout is deployed by CodeDeploy, so ECS takes no deployment from here',
  },
  'ECS itself is rolling the service back': {
    world: aClusterWhere(({ statuses }) => (statuses[1] = 'ROLLBACK_IN_PROGRESS')),
    says: 'ECS itself is rolling back checkout (its deployment failed), so nothing was changed',
  },
}

const search = { cluster: 'shop', service: 'search' }
const goneOrAsleep = {
  'there is no such active service': {
    world: () => anEcsService(2, { status: 'DRAINING' }),
    says: 'there is no active service search in cluster shop',
  },
  'the service is scaled to nothing': {
    world: () => anEcsService(0),
    says: 'search is scaled to nothing (its desired count is 0), so nothing was changed',
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
  scale: {
    given: { ...search, by: 2, atMost: 6 },
    world: () => anEcsService(2),
    refuses: [
      [{ ...search, service: '*', by: 2, atMost: 6 }, 'service'],
      [{ ...search, cluster: 'shop/other', by: 2, atMost: 6 }, 'cluster'],
      [{ ...search, by: 0, atMost: 6 }, 'by'],
      [{ ...search, by: 1.5, atMost: 6 }, 'by'],
      [{ ...search, by: 2, atMost: 5001 }, 'atMost'],
      [{ ...search, by: 2 }, 'atMost'],
    ],
    senseless: {
      ...goneOrAsleep,
      'the service runs one task on each instance (DAEMON)': {
        world: () => anEcsService(2, { schedulingStrategy: 'DAEMON' }),
        says: 'search runs one task on each instance (DAEMON), so how many it has cannot be set',
      },
      'the service has `atMost` tasks already': {
        world: () => anEcsService(6),
        says: 'search has 6 tasks already, and may have 6 at most',
      },
    },
  },
  stopTask: {
    given: { ...search, oldest: 2 },
    world: () => anEcsService(5),
    refuses: [
      [{ ...search, service: '*', oldest: 1 }, 'service'],
      [{ ...search, oldest: 0 }, 'oldest'],
      [{ ...search, oldest: 11 }, 'oldest'],
    ],
    senseless: {
      ...goneOrAsleep,
      'a deployment of the service is under way': {
        world: () => anEcsService(4, { deployments: [{ status: 'PRIMARY' }, { status: 'ACTIVE' }] }),
        says: 'a deployment of search is under way, which replaces its tasks anyway, so none was stopped',
      },
      'fewer tasks run than the service is to have': {
        world() {
          const service = anEcsService(4)
          service.tasks[3]!.lastStatus = 'PENDING'
          return service
        },
        says: 'only 3 of the 4 tasks of search run, so none was stopped',
      },
      'only one task runs': {
        world: () => anEcsService(1),
        says: 'search has only one task, and would be down without it: redeploy it instead',
      },
    },
  },
})
