import * as z from 'zod/mini'
import { defineAction } from './action.ts'
import type { ClientOf } from './api-call.ts'
import { chooseCount, setCount } from './ecs-desired-count.ts'
import { wayBackFrom } from './ecs-history.ts'
import {
  currentOf,
  deploymentRefusals,
  deploymentsOf,
  describeServices,
  findDeployable,
  historyReads,
  listServiceDeployments,
  refuseWhileRollingBack,
  serviceFields,
  serviceInWords,
  serviceRefusals,
  type Target,
  updateService,
} from './ecs-service.ts'
import { chooseOldest, stopChosen, stopTask as stop, taskReads } from './ecs-tasks.ts'
import { inputOf } from './input.ts'
import { CannotAct } from './failure.ts'

// Amazon ECS. Every export is an action.

/** Starts every task of the service again, with the task definition that it has. */
export const redeploy = defineAction({
  input: inputOf(serviceFields),
  does: 'starts every task of the service again, with the task definition that it has',
  risk: 'disruptive',
  locks: lockOf,
  wait: { minutes: 5 },
  refuses: deploymentRefusals,
  reads: { describeServices, listServiceDeployments },
  changes: { updateService },

  async look(ecs, target) {
    const { deployment } = currentOf(await findDeployable(ecs, target))
    await refuseWhileRollingBack(ecs, target)
    return { deployment }
  },

  title: (target) => `redeploy ${serviceInWords(target)}`,

  async act(ecs, target, seen) {
    const { deployment } = currentOf(await findDeployable(ecs, target))
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
  input: inputOf(serviceFields),
  does:
    'goes back to the task definition that last ran successfully before the present one (90 days at most), ' +
    'never to one that the service went back from',
  risk: 'disruptive',
  locks: lockOf,
  wait: { minutes: 10 },
  refuses: [...deploymentRefusals, 'no other task definition ran successfully before'],
  reads: { describeServices, ...historyReads },
  changes: { updateService },

  async look(ecs, target) {
    const from = currentOf(await findDeployable(ecs, target)).taskDefinition
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

/** Sets how many tasks the service is to have: more than it has, and never more than it may have. */
export const scale = defineAction({
  input: inputOf({
    ...serviceFields,
    by: z.int().check(z.gte(1), z.lte(100), z.describe('how many tasks more it is to have, 1 to 100')),
    atMost: z.int().check(z.gte(1), z.lte(5000), z.describe('how many tasks it may have, 1 to 5000: no more are set')),
  }),
  does: 'gives the service more tasks, up to the most that it may have',
  risk: 'reversible',
  locks: lockOf,
  wait: { minutes: 5 },
  refuses: [
    ...serviceRefusals,
    'the service runs one task on each instance (DAEMON)',
    'the service has the most tasks that it may have',
  ],
  reads: { describeServices },
  changes: { updateService },

  look: chooseCount,

  title: (given, seen) =>
    `scale ${serviceInWords(given)} ${seen ? `from ${seen.from} to ${seen.to} tasks` : `up by ${given.by}, to at most ${given.atMost} tasks`}`,

  async act(ecs, target, { from, to }) {
    await setCount(ecs, target, { from, to })
    return `${target.service} is to have ${to} tasks, after ${from}`
  },

  async undo(ecs, target, { from, to }) {
    await setCount(ecs, target, { from: to, to: from })
    return `${target.service} is to have ${from} tasks again, after ${to}`
  },
})

/** Stops the tasks that have run longest; ECS starts others in their place. */
export const stopTask = defineAction({
  input: inputOf({
    ...serviceFields,
    oldest: z.int().check(z.gte(1), z.lte(10), z.describe('how many tasks to stop, 1 to 10: half of them at most')),
  }),
  does: 'stops the tasks that have run longest, at most half of the service’s, so that ECS starts others in their place',
  risk: 'disruptive',
  locks: lockOf,
  wait: { minutes: 5 },
  refuses: [
    ...serviceRefusals,
    'a deployment of the service is under way',
    'fewer tasks run than the service is to have',
    'only one task runs',
  ],
  reads: { describeServices, ...taskReads },
  changes: { stopTask: stop },

  look: (ecs, target) => chooseOldest(ecs, target, target.oldest),

  title: (target, seen) =>
    seen
      ? `stop ${seen.tasks.length} of the ${seen.running} tasks of ${serviceInWords(target)}, the oldest`
      : `stop the ${target.oldest === 1 ? 'oldest task' : `${target.oldest} oldest tasks`} of ${serviceInWords(target)}, at most half of them`,

  async act(ecs, target, { tasks }, mark) {
    await stopChosen(ecs, target, tasks, `Andon, ${mark}`)
    return `ECS replaces tasks of ${target.service} that were stopped: ${tasks.map(shortName).join(', ')}`
  },
})

type Deploys = ClientOf<{ describeServices: typeof describeServices; updateService: typeof updateService }>

/** @returns false when that is what the service has already */
async function deploy(ecs: Deploys, target: Target, { from, to }: { from: string; to: string }): Promise<boolean> {
  const { taskDefinition } = currentOf(await findDeployable(ecs, target))
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
/** `checkout:7` of `arn:aws:ecs:…:task-definition/checkout:7`. */
const shortName = (arn: string) => arn.split('/').at(-1) ?? arn
