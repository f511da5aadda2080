import { type CloudClock } from '../../clock.ts'
import { type EcsDeployment, Deployments, type GivenService } from './deployments.ts'
import {
  briefDeployment,
  describedDeployment,
  describedRevision,
  describedService,
  describedTaskDefinition,
  serviceArn,
  serviceDeploymentArn,
  serviceRevisionArn,
} from './described.ts'
import { pageOf, requireCluster, requireService } from './lookups.ts'
import { taskOperations } from './task-operations.ts'
import { ServiceTags, tagOperations } from './tags.ts'
import { Tasks } from './tasks.ts'
import { requests, type Requests } from './requests.ts'
import { apiOf, invalidBy, operation, type Operations } from '../../operation.ts'
import type { Api } from '../../api.ts'
import { AwsError } from '../../aws-error.ts'
import { type Store } from '../../store.ts'

export { type GivenService } from './deployments.ts'

/** A deployment that has just begun. */
export interface Redeployed {
  readonly cluster: string
  readonly service: string
  /** The same task definition again, an earlier revision, or a later one. */
  readonly kind: 'redeploy' | 'rollback' | 'rollout'
}

/** The number of tasks that a service is to have was changed. */
export interface Scaled {
  readonly cluster: string
  readonly service: string
  readonly from: number
  readonly to: number
}

export interface EcsProps {
  readonly store: Store
  readonly clock: CloudClock
  readonly services: readonly GivenService[]
  /** How long a deployment takes; 3 seconds unless told otherwise. */
  readonly rolloutSeconds?: number
}

export interface Ecs {
  readonly api: Api
  /** Of a service, by its ARN; `undefined` where there is none. */
  tagsOf(arn: string): Readonly<Record<string, string>> | undefined
  /** Calls the listener as part of the same write that begins the deployment. */
  onDeployment(listener: (deployment: Redeployed) => void): void
  /** The same for the write that changes the number. */
  onScaling(listener: (scaled: Scaled) => void): void
}

/**
 * An imitated Amazon ECS: services that run, and can be scaled and redeployed, also with another of their task
 * definitions. Their tasks can be stopped, and are replaced.
 * Which permissions a call needs, on what, is from
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
export function createEcs({ store, clock, services, rolloutSeconds = 3 }: EcsProps): Ecs {
  const deployments = new Deployments(store, clock, services, rolloutSeconds)
  const tasks = new Tasks(store, clock, deployments)
  const tags = new ServiceTags(store, deployments)
  const deploymentListeners: ((deployment: Redeployed) => void)[] = []
  const scalingListeners: ((scaled: Scaled) => void)[] = []

  const update = (request: Requests['UpdateService']) =>
    store.together(() => {
      const { service, scaled, begun } = updateService(deployments, request)
      if (scaled !== undefined) for (const listener of scalingListeners) listener(scaled)
      if (begun !== undefined) for (const listener of deploymentListeners) listener(begun)
      return { service: describedService(service, deployments) }
    })

  const api = apiOf(
    { prefix: 'ecs', invalid: invalidBy('InvalidParameterException') },
    {
      ...describing(deployments),
      ...taskOperations(deployments, tasks),
      ...tagOperations(tags),
      UpdateService: operation({ takes: requests.UpdateService, on: oneService, run: update }),
    },
  )
  return {
    api,
    tagsOf: (arn) => tags.of(arn),
    onDeployment: (listener) => void deploymentListeners.push(listener),
    onScaling: (listener) => void scalingListeners.push(listener),
  }
}

const describing = (deployments: Deployments): Operations => ({
  DescribeServices: operation({
    takes: requests.DescribeServices,
    on: ({ cluster, services: names }) => names.map((name) => serviceArn(cluster, name)),
    run: (request) => describeServices(deployments, request),
  }),
  ListServiceDeployments: operation({
    takes: requests.ListServiceDeployments,
    on: oneService,
    run: (request) => listServiceDeployments(deployments, request),
  }),
  DescribeServiceDeployments: operation({
    takes: requests.DescribeServiceDeployments,
    on: ({ serviceDeploymentArns: arns }) => arns,
    run: (request) => describeServiceDeployments(deployments, request),
  }),
  DescribeServiceRevisions: operation({
    takes: requests.DescribeServiceRevisions,
    on: ({ serviceRevisionArns: arns }) => [...new Set(arns.map((arn) => serviceOfRevision(arn)))].concat(arns),
    run: (request) => describeServiceRevisions(deployments, request),
  }),
  // It has no resource types: nothing less than all can be allowed.
  DescribeTaskDefinition: operation({
    takes: requests.DescribeTaskDefinition,
    run: ({ taskDefinition }) => ({
      taskDefinition: describedTaskDefinition(known(deployments, taskDefinition)),
    }),
  }),
})

/** `service-revision/<cluster>/<service>/<revision>` → `service/<cluster>/<service>` */
const serviceOfRevision = (arn: string) => arn.replace(/:service-revision\/(.*)\/[^/]*$/, ':service/$1')

const oneService = ({ cluster, service }: { cluster: string; service: string }) => serviceArn(cluster, service)

function describeServices(deployments: Deployments, { cluster, services }: Requests['DescribeServices']) {
  requireCluster(deployments, cluster)
  const found = services.map((name) => ({ name, service: deployments.find(cluster, name) }))
  return {
    services: found.flatMap(({ service }) => (service ? describedService(service, deployments) : [])),
    failures: found.flatMap(({ name, service }) =>
      service ? [] : { arn: serviceArn(cluster, name), reason: 'MISSING' },
    ),
  }
}

function updateService(deployments: Deployments, request: Requests['UpdateService']) {
  const service = requireService(deployments, request)
  const { taskDefinition: present } = deployments.primaryOf(service)
  const wanted = request.taskDefinition === undefined ? present : known(deployments, request.taskDefinition)
  const scaled = scale(deployments, service, request.desiredCount)
  if (wanted === present && !request.forceNewDeployment) return { service, scaled, begun: undefined }
  deployments.begin(service, wanted)
  const begun = { cluster: service.cluster, service: service.service, kind: kindOf(present, wanted) }
  return { service, scaled, begun }
}

function scale(deployments: Deployments, service: GivenService, to: number | undefined): Scaled | undefined {
  const from = deployments.desiredCountOf(service)
  if (to === undefined || to === from) return undefined
  deployments.scale(service, to)
  return { cluster: service.cluster, service: service.service, from, to }
}

function kindOf(from: string, to: string): Redeployed['kind'] {
  if (from === to) return 'redeploy'
  return revisionOf(to) < revisionOf(from) ? 'rollback' : 'rollout'
}
const revisionOf = (taskDefinition: string) => Number(taskDefinition.split(':')[1])

function listServiceDeployments(deployments: Deployments, request: Requests['ListServiceDeployments']) {
  const service = requireService(deployments, request)
  const { status } = request
  const all = deployments
    .of(service)
    .map((deployment) => briefDeployment(service, deployment, deployments))
    .filter((brief) => status === undefined || status.length === 0 || status.includes(brief.status))
  const { page, nextToken } = pageOf(all, request)
  return { serviceDeployments: page, ...nextToken }
}

function describeServiceDeployments(
  deployments: Deployments,
  { serviceDeploymentArns: arns }: Requests['DescribeServiceDeployments'],
) {
  const { found, failures } = findByArn(deployments, arns, serviceDeploymentArn)
  const serviceDeployments = found.map(([service, one]) => describedDeployment(service, one, deployments))
  return { serviceDeployments, failures }
}

function describeServiceRevisions(
  deployments: Deployments,
  { serviceRevisionArns: arns }: Requests['DescribeServiceRevisions'],
) {
  const { found, failures } = findByArn(deployments, arns, serviceRevisionArn)
  return { serviceRevisions: found.map(([service, one]) => describedRevision(service, one)), failures }
}

function findByArn(
  deployments: Deployments,
  arns: readonly string[],
  arnOf: (service: GivenService, deployment: EcsDeployment) => string,
) {
  const all = deployments.all().flatMap((service) => deployments.of(service).map((one) => [service, one] as const))
  const byArn = new Map(all.map((pair) => [arnOf(...pair), pair]))
  return {
    found: arns.flatMap((arn) => {
      const pair = byArn.get(arn)
      return pair === undefined ? [] : [pair]
    }),
    failures: arns.filter((arn) => !byArn.has(arn)).map((arn) => ({ arn, reason: 'MISSING' })),
  }
}

/** A family stands for its newest revision. */
function known(deployments: Deployments, given: string): string {
  const all = deployments.all().flatMap(({ taskDefinitions }) => taskDefinitions)
  const found = all
    .toSorted((a, b) => revisionOf(b) - revisionOf(a))
    .find((one) => one === given || one.split(':')[0] === given)
  if (found === undefined) throw new AwsError('ClientException', 'Unable to describe task definition.')
  return found
}
