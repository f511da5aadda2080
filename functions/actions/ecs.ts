import { defineAction } from './action.ts'
import type { ClientOf } from './api-call.ts'
import { wayBackFrom } from './ecs-history.ts'
import {
  currentOf,
  deploymentsOf,
  describeServices,
  findService,
  historyReads,
  listServiceDeployments,
  refuseWhileRollingBack,
  serviceInput,
  serviceRefusals,
  type Target,
  updateService,
} from './ecs-service.ts'
import { CannotAct } from './failure.ts'

// Amazon ECS. Every export is an action.

/** Starts every task of the service again, with the task definition that it has. */
export const redeploy = defineAction({
  input: serviceInput,
  does: 'starts every task of the service again, with the task definition that it has',
  risk: 'disruptive',
  locks: lockOf,
  wait: { minutes: 5 },
  refuses: serviceRefusals,
  reads: { describeServices, listServiceDeployments },
  changes: { updateService },

  async look(ecs, target) {
    const { deployment } = currentOf(await findService(ecs, target))
    await refuseWhileRollingBack(ecs, target)
    return { deployment }
  },

  title: (target) => `redeploy ${serviceInWords(target)}`,

  async act(ecs, target, seen) {
    const { deployment } = currentOf(await findService(ecs, target))
    // Ours, begun before a fault, or somebody else's: either way the tasks are being replaced already.
    if (deployment !== seen.deployment) return `a new deployment of ${target.service} is under way (${deployment})`

    const { service } = await ecs.updateService({ ...target, forceNewDeployment: true })
    return `a new deployment of ${target.service} was started (${service ? currentOf(service).deployment : 'no id given'})`
  },
})

/**
 * Goes back to the task definition that the service last ran successfully before the present one, and never to one that
 * it went back from before.
 */
export const rollBack = defineAction({
  input: serviceInput,
  does:
    'goes back to the task definition that last ran successfully before the present one (90 days at most), ' +
    'never to one that the service went back from',
  risk: 'disruptive',
  locks: lockOf,
  wait: { minutes: 10 },
  refuses: [...serviceRefusals, 'no other task definition ran successfully before'],
  reads: { describeServices, ...historyReads },
  changes: { updateService },

  async look(ecs, target) {
    const from = currentOf(await findService(ecs, target)).taskDefinition
    await refuseWhileRollingBack(ecs, target)
    const { to, left } = wayBackFrom(from, await deploymentsOf(ecs, target))
    if (to === undefined) throw new CannotAct(nothingBefore(from, left))
    return { from, to, left: left.slice(-mostNamed).map(shortName) }
  },

  title: (target, seen) =>
    `roll back ${serviceInWords(target)} ${seen ? `from ${shortName(seen.from)} to ${shortName(seen.to)}` : 'to its previous task definition'}`,

  async act(ecs, target, { from, to, left }) {
    if (await deploy(ecs, target, { from, to })) {
      const but = left.length === 0 ? '' : `; it went back from ${left.join(', ')} before`
      return `${target.service} goes back from ${shortName(from)} to ${shortName(to)}${but}`
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
  const { taskDefinition } = currentOf(await findService(ecs, target))
  if (taskDefinition === to) return false
  if (taskDefinition !== from) {
    throw new CannotAct(`somebody deployed ${shortName(taskDefinition)} in the meantime, so nothing was changed`)
  }
  await ecs.updateService({ ...target, taskDefinition: to })
  return true
}

/** Of what it left, the newest; people read it. */
const mostNamed = 5

function nothingBefore(current: string, left: readonly string[]): string {
  const but =
    left.length === 0 ? '' : `, but for ${left.slice(-mostNamed).map(shortName).join(', ')}, which it went back from`
  return `there is nothing to go back to from ${shortName(current)}: no other task definition ran successfully in the last 90 days${but}`
}

function lockOf({ cluster, service }: Target): string {
  return `ecs service/${cluster}/${service}`
}
const serviceInWords = ({ cluster, service }: Target) => `service ${service} in cluster ${cluster}`
/** `checkout:7` of `arn:aws:ecs:…:task-definition/checkout:7`. */
const shortName = (taskDefinition: string) => taskDefinition.split('/').at(-1) ?? taskDefinition
