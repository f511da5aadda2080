import {
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  type Service,
  type ServiceDeploymentBrief,
  type ServiceDeploymentStatus,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import * as z from 'zod/mini'
import { callsOf, type ClientOf } from './api-call.ts'
import type { Deployed } from './ecs-history.ts'
import { CannotAct } from './failure.ts'
import { name } from './input.ts'
import { allOf } from './pages.ts'
import { arn } from './resource.ts'

// One service of Amazon ECS: the calls that its actions make, and what they read of it.

export const serviceFields = {
  cluster: name.check(z.describe('the cluster’s name')),
  service: name.check(z.describe('the service’s name')),
}
export interface Target {
  readonly cluster: string
  readonly service: string
}

export const serviceInWords = ({ cluster, service }: Target) => `service ${service} in cluster ${cluster}`

export const call = callsOf(ECSClient, 'ecs')
export const serviceResource = ({ cluster, service }: Target) => arn('ecs', `service/${cluster}/${service}`)
const service = { on: serviceResource }
export const describeServices = call(DescribeServicesCommand, service)
export const updateService = call(UpdateServiceCommand, service)
export const listServiceDeployments = call(ListServiceDeploymentsCommand, service)
export const historyReads = {
  listServiceDeployments,
  // Of the service and of the revision, by the reference.
  describeServiceRevisions: call(DescribeServiceRevisionsCommand, service, {
    // A revision's number is only known when it runs.
    on: ({ cluster, service }: Target) => arn('ecs', `service-revision/${cluster}/${service}/*`),
  }),
}

/** Of every action on a service. */
export const serviceRefusals = ['there is no such active service', 'the service is scaled to nothing']
/** Of every action that deploys it. */
export const deploymentRefusals = [
  ...serviceRefusals,
  'CodeDeploy, or a controller of its own, deploys the service',
  'ECS itself is rolling the service back',
]

type Finds = ClientOf<{ describeServices: typeof describeServices }>

export async function findService(ecs: Finds, { cluster, service }: Target): Promise<Service> {
  const { services = [] } = await ecs.describeServices({ cluster, services: [service] })
  const found = services.find(({ status }) => status === 'ACTIVE')
  if (found === undefined) throw new CannotAct(`there is no active service ${service} in cluster ${cluster}`)
  if (found.desiredCount === 0) {
    throw new CannotAct(`${service} is scaled to nothing (its desired count is 0), so nothing was changed`)
  }
  return found
}

/** The same, for what begins a deployment. */
export async function findDeployable(ecs: Finds, target: Target): Promise<Service> {
  const found = await findService(ecs, target)
  const controller = found.deploymentController?.type ?? 'ECS'
  if (controller !== 'ECS') {
    throw new CannotAct(
      `${target.service} is deployed by ${controllers[controller] ?? controller}, so ECS takes no deployment from here`,
    )
  }
  return found
}

const controllers: Readonly<Record<string, string>> = {
  CODE_DEPLOY: 'CodeDeploy',
  EXTERNAL: 'a controller of its own (EXTERNAL)',
}

/** Its circuit breaker, or an alarm of its own, is at it: whatever we began now would cross that. */
export async function refuseWhileRollingBack(
  ecs: Pick<ClientOf<typeof historyReads>, 'listServiceDeployments'>,
  target: Target,
): Promise<void> {
  const rollingBack = await listed(ecs, target, ['ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'])
  if (rollingBack.length === 0) return
  throw new CannotAct(`ECS itself is rolling back ${target.service} (its deployment failed), so nothing was changed`)
}

export function currentOf(found: Service) {
  const { serviceName, taskDefinition } = found
  const deployment = primaryOf(found)
  if (deployment === undefined || taskDefinition === undefined) {
    throw new CannotAct(`${serviceName ?? 'the service'} is not deployed by ECS itself: it has no primary deployment`)
  }
  return { deployment, taskDefinition }
}

/** The id of the deployment that the service goes to, or is at. */
export const primaryOf = ({ deployments = [] }: Service): string | undefined =>
  deployments.find(({ status }) => status === 'PRIMARY')?.id

/** All that ECS remembers, which is 90 days: whether a deployment went back is seen only by what was before it. */
export async function deploymentsOf(ecs: ClientOf<typeof historyReads>, target: Target): Promise<readonly Deployed[]> {
  const found = await listed(ecs, target)
  const oldestFirst = found.toSorted((a, b) => Number(a.createdAt ?? 0) - Number(b.createdAt ?? 0))
  const taskDefinitions = await taskDefinitionsOf(ecs, oldestFirst)
  return oldestFirst.flatMap(({ targetServiceRevisionArn: revision = '', status }) => {
    const taskDefinition = taskDefinitions.get(revision)
    return taskDefinition === undefined ? [] : [{ taskDefinition, came: howItCame(status) }]
  })
}

/** @param status all, unless told */
const listed = (
  ecs: Pick<ClientOf<typeof historyReads>, 'listServiceDeployments'>,
  target: Target,
  status?: ServiceDeploymentStatus[],
): Promise<readonly ServiceDeploymentBrief[]> =>
  allOf(async (nextToken) => {
    const page = await ecs.listServiceDeployments({
      ...target,
      maxResults: 100,
      ...(status && { status }),
      ...(nextToken && { nextToken }),
    })
    return { items: page.serviceDeployments, next: page.nextToken }
  })

/** As many as one DescribeServiceRevisions takes. */
const revisionsAtOnce = 20

/** By the ARN of the service's revision. */
async function taskDefinitionsOf(
  ecs: ClientOf<typeof historyReads>,
  deployments: readonly ServiceDeploymentBrief[],
): Promise<ReadonlyMap<string, string>> {
  const arns = [...new Set(deployments.flatMap(({ targetServiceRevisionArn: arn }) => arn ?? []))]
  const found = new Map<string, string>()
  for (let i = 0; i < arns.length; i += revisionsAtOnce) {
    const serviceRevisionArns = arns.slice(i, i + revisionsAtOnce)
    const { serviceRevisions = [] } = await ecs.describeServiceRevisions({ serviceRevisionArns })
    for (const { serviceRevisionArn: arn, taskDefinition } of serviceRevisions) {
      if (arn !== undefined && taskDefinition !== undefined) found.set(arn, taskDefinition)
    }
  }
  return found
}

function howItCame(status: ServiceDeploymentBrief['status']): Deployed['came'] {
  if (status === 'SUCCESSFUL') return 'ran'
  return status?.startsWith('ROLLBACK') ? 'failed' : 'replaced'
}
