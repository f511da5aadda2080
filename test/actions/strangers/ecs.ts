import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
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

async function taskDefinition(as: Owner) {
  const { services } = await as
    .client(ECSClient)
    .send(new DescribeServicesCommand({ cluster: 'shop', services: ['checkout'] }))
  return services?.[0]?.taskDefinition?.split('/').at(-1)
}

const revision = (n: number) => `arn:aws:ecs:eu-central-1:000000000000:service-revision/shop/checkout/${n}`

export const scenarios: Scenarios = {
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
