import type {
  DescribeServicesCommandInput,
  DescribeServicesCommandOutput,
  DescribeServiceRevisionsCommandInput,
  DescribeServiceRevisionsCommandOutput,
  ListServiceDeploymentsCommandInput,
  ListServiceDeploymentsCommandOutput,
  Service,
  UpdateServiceCommandInput,
  UpdateServiceCommandOutput,
} from '@aws-sdk/client-ecs'
import { type Action, type Call, CannotAct } from './action.ts'

/** The calls of Amazon ECS that the actions here make. */
export interface EcsCalls {
  describeServices(input: DescribeServicesCommandInput): Promise<DescribeServicesCommandOutput>
  describeServiceRevisions(input: DescribeServiceRevisionsCommandInput): Promise<DescribeServiceRevisionsCommandOutput>
  listServiceDeployments(input: ListServiceDeploymentsCommandInput): Promise<ListServiceDeploymentsCommandOutput>
  updateService(input: UpdateServiceCommandInput): Promise<UpdateServiceCommandOutput>
}

export interface EcsService {
  readonly cluster: string
  readonly service: string
}

export const ecs = { redeploy, rollBack }

/** Starts every task of the service anew, with the task definition that it has. */
function redeploy(target: EcsService): Action {
  return {
    name: 'ecs.redeploy',
    title: `redeploy ${nameOf(target)}`,
    calls: [call('DescribeServices', target), call('UpdateService', target)],

    async look({ ecs }) {
      return { deployment: currentOf(await find(ecs, target)).deployment }
    },

    async act({ ecs }, plan) {
      const { deployment } = currentOf(await find(ecs, target))
      // Ours, begun before a fault, or somebody else's: either way the tasks are being replaced already.
      if (deployment !== plan['deployment']) return `a new deployment of ${target.service} is under way (${deployment})`

      const { service } = await ecs.updateService({ ...target, forceNewDeployment: true })
      return `a new deployment of ${target.service} was started (${service ? currentOf(service).deployment : 'no id given'})`
    },
  }
}

/** Goes back to the task definition that the service last ran successfully before the present one. */
function rollBack(target: EcsService): Action {
  return {
    name: 'ecs.rollBack',
    title: `roll back ${nameOf(target)} to its previous task definition`,
    calls: [
      call('DescribeServices', target),
      call('ListServiceDeployments', target),
      call('DescribeServiceRevisions', target, 'service-revision', '/*'),
      call('UpdateService', target),
    ],

    async look({ ecs }) {
      const from = currentOf(await find(ecs, target)).taskDefinition
      return { from, to: await previousTaskDefinition(ecs, target, from) }
    },

    async act({ ecs }, plan) {
      const { from, to } = plan
      if (from === undefined || to === undefined) throw new CannotAct('the plan names no task definitions')
      const { taskDefinition } = currentOf(await find(ecs, target))
      if (taskDefinition === to) return `${target.service} runs ${shortName(to)} again`
      if (taskDefinition !== from) {
        throw new CannotAct(`somebody deployed ${shortName(taskDefinition)} meanwhile; it is left alone`)
      }
      await ecs.updateService({ ...target, taskDefinition: to })
      return `${target.service} goes back from ${shortName(from)} to ${shortName(to)}`
    },
  }
}

async function find(ecs: EcsCalls, { cluster, service }: EcsService): Promise<Service> {
  const { services = [] } = await ecs.describeServices({ cluster, services: [service] })
  const found = services.find(({ status }) => status === 'ACTIVE')
  if (found === undefined) throw new CannotAct(`there is no active service ${service} in cluster ${cluster}`)
  return found
}

function currentOf({ deployments = [], taskDefinition }: Service) {
  const primary = deployments.find(({ status }) => status === 'PRIMARY')
  if (primary?.id === undefined || taskDefinition === undefined) {
    throw new CannotAct('the service is not deployed by ECS itself (no primary deployment)')
  }
  return { deployment: primary.id, taskDefinition }
}

/** ECS keeps 90 days of deployments, newest first; the first page (20) is as many as one look at revisions takes. */
async function previousTaskDefinition(ecs: EcsCalls, target: EcsService, current: string): Promise<string> {
  const { serviceDeployments = [] } = await ecs.listServiceDeployments({
    ...target,
    status: ['SUCCESSFUL'],
    maxResults: 20,
  })
  const newestFirst = serviceDeployments.toSorted((a, b) => Number(b.createdAt ?? 0) - Number(a.createdAt ?? 0))
  const revisionArns = newestFirst.flatMap(({ targetServiceRevisionArn: arn }) => (arn === undefined ? [] : [arn]))
  if (revisionArns.length === 0) throw new CannotAct('ECS knows of no successful deployment in the last 90 days')

  const { serviceRevisions = [] } = await ecs.describeServiceRevisions({ serviceRevisionArns: revisionArns })
  const byArn = new Map(serviceRevisions.map((revision) => [revision.serviceRevisionArn, revision.taskDefinition]))
  const previous = revisionArns.map((arn) => byArn.get(arn)).find((other) => other !== undefined && other !== current)
  if (previous === undefined)
    throw new CannotAct(`no earlier task definition than ${shortName(current)} ran successfully`)
  return previous
}

function call(operation: string, { cluster, service }: EcsService, kind = 'service', rest = ''): Call {
  return { action: `ecs:${operation}`, on: { service: 'ecs', resource: `${kind}/${cluster}/${service}${rest}` } }
}

const nameOf = ({ cluster, service }: EcsService) => `service ${service} in cluster ${cluster}`
/** `checkout:7` of `arn:aws:ecs:…:task-definition/checkout:7`. */
const shortName = (taskDefinition: string) => taskDefinition.split('/').at(-1) ?? taskDefinition
