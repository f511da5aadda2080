import type { Service } from '@aws-sdk/client-ecs'
import { sessionWith } from './an-imitation.ts'

/** The service that it has. */
export const checkout = { cluster: 'shop', service: 'checkout' }
const revision = (n: number) => `arn:aws:ecs:eu-central-1:1:service-revision/shop/checkout/${n}`
export const taskDefinition = (n: number) => `arn:aws:ecs:eu-central-1:1:task-definition/checkout:${n}`

/** A cluster whose service ran these task definitions, oldest first; the last one is current. */
export function aCluster(...ran: number[]) {
  const service: Service & { deployments: { id: string; status: string }[] } = {
    serviceName: 'checkout',
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
      for (const before of service.deployments) before.status = 'ACTIVE'
      service.deployments = [{ id: `ecs-svc/${updates.length + 1}`, status: 'PRIMARY' }, ...service.deployments]
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
