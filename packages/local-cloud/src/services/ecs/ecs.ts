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

export interface EcsProps {
  readonly store: Store
  readonly clock: CloudClock
  readonly services: readonly GivenService[]
  /** How long a deployment takes; 3 seconds unless told otherwise. */
  readonly rolloutSeconds?: number
}

export interface Ecs {
  readonly api: Api
  /** Calls the listener as part of the same write that begins the deployment. */
  onDeployment(listener: (deployment: Redeployed) => void): void
}

/**
 * An imitated Amazon ECS: services that run, and can be redeployed, also with another of their task definitions.
 * Which permissions a call needs, on what, is from
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
export function createEcs({ store, clock, services, rolloutSeconds = 3 }: EcsProps): Ecs {
  const deployments = new Deployments(store, clock, services, rolloutSeconds)
  const listeners: ((deployment: Redeployed) => void)[] = []

  const update = (request: Requests['UpdateService']) =>
    store.together(() => {
      const { service, begun } = updateService(deployments, request)
      if (begun !== undefined) for (const listener of listeners) listener(begun)
      return { service: describedService(service, deployments) }
    })

  const api = apiOf(
    { prefix: 'ecs', invalid: invalidBy('InvalidParameterException') },
    {
      ...describing(deployments),
      UpdateService: operation({ takes: requests.UpdateService, on: oneService, run: update }),
    },
  )
  return { api, onDeployment: (listener) => void listeners.push(listener) }
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
  if (request.desiredCount !== undefined) deployments.scale(service, request.desiredCount)
  const wanted = request.taskDefinition === undefined ? present : known(deployments, request.taskDefinition)
  if (wanted === present && !request.forceNewDeployment) return { service, begun: undefined }
  deployments.begin(service, wanted)
  return { service, begun: { cluster: service.cluster, service: service.service, kind: kindOf(present, wanted) } }
}

function kindOf(from: string, to: string): Redeployed['kind'] {
  if (from === to) return 'redeploy'
  return revisionOf(to) < revisionOf(from) ? 'rollback' : 'rollout'
}
const revisionOf = (taskDefinition: string) => Number(taskDefinition.split(':')[1])

function listServiceDeployments(deployments: Deployments, request: Requests['ListServiceDeployments']) {
  const service = requireService(deployments, request)
  const { status, maxResults, nextToken } = request
  const from = Number(nextToken ?? 0)
  if (!Number.isInteger(from) || from < 0) throw new AwsError('InvalidParameterException', 'unknown nextToken')
  const all = deployments
    .of(service)
    .map((deployment) => briefDeployment(service, deployment, deployments))
    .filter((brief) => status === undefined || status.length === 0 || status.includes(brief.status))
  const next = from + maxResults
  return {
    serviceDeployments: all.slice(from, next),
    ...(next < all.length && { nextToken: String(next) }),
  }
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

function requireCluster(deployments: Deployments, cluster: string): void {
  if (!deployments.hasCluster(cluster)) throw new AwsError('ClusterNotFoundException', 'Cluster not found.')
}

function requireService(deployments: Deployments, { cluster, service: name }: { cluster: string; service: string }) {
  requireCluster(deployments, cluster)
  const service = deployments.find(cluster, name)
  if (service === undefined) throw new AwsError('ServiceNotFoundException', 'Service not found.')
  return service
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
