import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
} from '@aws-sdk/client-ecs'
import type { Instead, Owner, Scenarios } from './scenario.ts'

const input = { cluster: 'shop', service: 'checkout' }
const noHistory = 'moto does not know service deployments and revisions'
const none: Instead = { why: noHistory, answer: () => ({ serviceDeployments: [] }) }

async function prepare(as: Owner) {
  const ecs = as.client(ECSClient)
  await ecs.send(new CreateClusterCommand({ clusterName: 'shop' }))
  for (const image of ['app:6', 'app:7']) {
    const containerDefinitions = [{ name: 'app', image, memory: 64 }]
    await ecs.send(new RegisterTaskDefinitionCommand({ family: 'checkout', containerDefinitions }))
  }
  const made = { cluster: 'shop', serviceName: 'checkout', taskDefinition: 'checkout:2', desiredCount: 2 }
  await ecs.send(new CreateServiceCommand(made))
  return input
}

async function service(as: Owner) {
  const describe = new DescribeServicesCommand({ cluster: 'shop', services: ['checkout'] })
  return (await as.client(ECSClient).send(describe)).services?.[0]
}
const taskDefinition = async (as: Owner) => (await service(as))?.taskDefinition?.split('/').at(-1)
const desiredCount = async (as: Owner) => (await service(as))?.desiredCount

/** moto’s services start no tasks, but its list of a service's tasks have all that run in the cluster. */
async function prepareTasks(as: Owner) {
  await prepare(as)
  const ecs = as.client(ECSClient)
  // Else its tasks stop by themselves when they are described.
  const { protocol, hostname, port } = await ecs.config.endpoint!()
  await fetch(`${protocol}//${hostname}:${port}/moto-api/state-manager/set-transition`, {
    method: 'POST',
    body: JSON.stringify({ model_name: 'ecs::task', transition: { progression: 'manual', times: 100 } }),
  })
  await ecs.send(new RunTaskCommand({ cluster: 'shop', taskDefinition: 'checkout:2', count: 4, launchType: 'FARGATE' }))
  return { ...input, oldest: 1 }
}

async function stoppedTasks(as: Owner) {
  const ecs = as.client(ECSClient)
  const { taskArns: tasks } = await ecs.send(new ListTasksCommand({ cluster: 'shop', desiredStatus: 'STOPPED' }))
  return (await ecs.send(new DescribeTasksCommand({ cluster: 'shop', tasks }))).tasks
}

const revision = (n: number) => `arn:aws:ecs:eu-central-1:000000000000:service-revision/shop/checkout/${n}`

export const scenarios: Scenarios = {
  scale: {
    prepare: async (as) => ({ ...(await prepare(as)), by: 3, atMost: 4 }),
    acted: async (as) => expect(await desiredCount(as)).toBe(4),
    undone: async (as) => expect(await desiredCount(as)).toBe(2),
  },
  stopTask: {
    prepare: prepareTasks,
    async acted(as) {
      const stopped = await stoppedTasks(as)
      expect(stopped?.map(({ stoppedReason }) => stoppedReason)).toEqual([expect.stringMatching(/^Andon checkout-/)])
    },
  },
  redeploy: {
    prepare,
    instead: { ListServiceDeployments: none },
    acted: async (as) => expect(await taskDefinition(as)).toBe('checkout:2'),
  },
  rollBack: {
    prepare,
    instead: {
      ListServiceDeployments: {
        why: noHistory,
        answer: ({ status }: { status?: unknown }) => ({
          serviceDeployments:
            status === undefined
              ? [1, 2].map((n) => ({
                  targetServiceRevisionArn: revision(n),
                  status: 'SUCCESSFUL',
                  createdAt: new Date(n * 1000),
                }))
              : [],
        }),
      },
      DescribeServiceRevisions: {
        why: noHistory,
        answer: () => ({
          serviceRevisions: [1, 2].map((n) => ({
            serviceRevisionArn: revision(n),
            taskDefinition: `arn:aws:ecs:eu-central-1:000000000000:task-definition/checkout:${n}`,
          })),
        }),
      },
    },
    acted: async (as) => expect(await taskDefinition(as)).toBe('checkout:1'),
    undone: async (as) => expect(await taskDefinition(as)).toBe('checkout:2'),
  },
}
