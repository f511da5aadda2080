import {
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  type Service,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import type * as z from 'zod/mini'
import { defineAction } from './action.ts'
import { callsOf, type ClientOf } from './api-call.ts'
import { CannotAct } from './failure.ts'
import { inputOf, name } from './input.ts'
import { arn } from './resource.ts'

// Amazon ECS. Every export is an action.

const serviceInput = inputOf({ cluster: name, service: name })
type Target = z.infer<typeof serviceInput>

const call = callsOf(ECSClient, 'ecs')
const service = { on: ({ cluster, service }: Target) => arn('ecs', `service/${cluster}/${service}`) }
const describeServices = call(DescribeServicesCommand, service)
const updateService = call(UpdateServiceCommand, service)
const history = {
  listServiceDeployments: call(ListServiceDeploymentsCommand, service),
  describeServiceRevisions: call(DescribeServiceRevisionsCommand, {
    // A revision's number is only known when it runs.
    on: ({ cluster, service }: Target) => arn('ecs', `service-revision/${cluster}/${service}/*`),
  }),
}

/** Starts every task of the service again, with the task definition that it has. */
export const redeploy = defineAction({
  input: serviceInput,
  risk: 'low',
  locks: lockOf,
  reads: { describeServices },
  changes: { updateService },

  async look(ecs, target) {
    return { deployment: currentOf(await find(ecs, target)).deployment }
  },

  title: (target) => `redeploy ${serviceInWords(target)}`,

  async act(ecs, target, seen) {
    const { deployment } = currentOf(await find(ecs, target))
    // Ours, begun before a fault, or somebody else's: either way the tasks are being replaced already.
    if (deployment !== seen.deployment) return `a new deployment of ${target.service} is under way (${deployment})`

    const { service } = await ecs.updateService({ ...target, forceNewDeployment: true })
    return `a new deployment of ${target.service} was started (${service ? currentOf(service).deployment : 'no id given'})`
  },
})

/** Goes back to the task definition that the service last ran successfully before the present one. */
export const rollBack = defineAction({
  input: serviceInput,
  risk: 'medium',
  locks: lockOf,
  reads: { describeServices, ...history },
  changes: { updateService },

  async look(ecs, target) {
    const from = currentOf(await find(ecs, target)).taskDefinition
    return { from, to: await previousTaskDefinition(ecs, target, from) }
  },

  title: (target, seen) =>
    `roll back ${serviceInWords(target)} ${seen ? `from ${shortName(seen.from)} to ${shortName(seen.to)}` : 'to its previous task definition'}`,

  async act(ecs, target, { from, to }) {
    if (await deploy(ecs, target, { from, to })) {
      return `${target.service} goes back from ${shortName(from)} to ${shortName(to)}`
    }
    return `${target.service} runs ${shortName(to)} again`
  },

  async undo(ecs, target, { from, to }) {
    if (await deploy(ecs, target, { from: to, to: from })) {
      return `${target.service} goes from ${shortName(to)} to ${shortName(from)} again`
    }
    return `${target.service} runs ${shortName(from)}`
  },
})

type Deploys = ClientOf<{ describeServices: typeof describeServices; updateService: typeof updateService }>

/** @returns false when that is what the service has already */
async function deploy(ecs: Deploys, target: Target, { from, to }: { from: string; to: string }): Promise<boolean> {
  const { taskDefinition } = currentOf(await find(ecs, target))
  if (taskDefinition === to) return false
  if (taskDefinition !== from) {
    throw new CannotAct(`somebody deployed ${shortName(taskDefinition)} in the meantime, so nothing was changed`)
  }
  await ecs.updateService({ ...target, taskDefinition: to })
  return true
}

async function find(ecs: Pick<Deploys, 'describeServices'>, { cluster, service }: Target): Promise<Service> {
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
async function previousTaskDefinition(ecs: ClientOf<typeof history>, target: Target, current: string): Promise<string> {
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

function lockOf({ cluster, service }: Target): string {
  return `ecs service/${cluster}/${service}`
}
const serviceInWords = ({ cluster, service }: Target) => `service ${service} in cluster ${cluster}`
/** `checkout:7` of `arn:aws:ecs:…:task-definition/checkout:7`. */
const shortName = (taskDefinition: string) => taskDefinition.split('/').at(-1) ?? taskDefinition
