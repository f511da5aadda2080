import * as z from 'zod/mini'
import { defineAction } from './action.ts'
import { chooseCount, setCount } from './ecs-desired-count.ts'
import { deploy, mostNamed, nothingBefore, shortName } from './ecs-deploy.ts'
import { wayBackFrom } from './ecs-history.ts'
import {
  currentOf,
  deploymentRefusals,
  deploymentsOf,
  describeServices,
  findDeployable,
  historyReads,
  listServiceDeployments,
  primaryOf,
  refuseWhileRollingBack,
  serviceFields,
  serviceInWords,
  serviceRefusals,
  serviceResource,
  type Target,
  updateService,
} from './ecs-service.ts'
import { chooseOldest, stopChosen, stopTask as stop, taskReads } from './ecs-tasks.ts'
import { inputOf, wholeNumber } from './input.ts'
import { CannotAct } from './failure.ts'
import { noteOf } from './note.ts'
import { fromArn } from './resource.ts'

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
    // Ours, begun before a fault, or somebody else's: either way all tasks are newer than what was looked at.
    if (deployment !== seen.deployment) return `${target.service} has a new deployment already (${deployment})`
    await refuseWhileRollingBack(ecs, target)

    const { service = {} } = await ecs.updateService({ ...target, forceNewDeployment: true })
    return `a new deployment of ${target.service} was started (${primaryOf(service) ?? 'no id given'})`
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
    const { deployment, taskDefinition: from } = currentOf(await findDeployable(ecs, target))
    await refuseWhileRollingBack(ecs, target)
    const { to, left } = wayBackFrom(from, await deploymentsOf(ecs, target))
    if (to === undefined) throw new CannotAct(nothingBefore(from, left))
    return { from, to, deployment, left: left.slice(-mostNamed).map(shortName) }
  },

  title: (target, seen) =>
    `roll back ${serviceInWords(target)} ${seen ? `from ${shortName(seen.from)} to ${shortName(seen.to)}` : 'to its previous task definition'}`,

  async act(ecs, target, { from, to, deployment, left }) {
    if (await deploy(ecs, target, { from, to, deployment })) {
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
    by: wholeNumber(1, 100).check(z.describe('how many tasks more')),
    atMost: wholeNumber(1, 5000).check(z.describe('never to more tasks than this')),
  }),
  does: 'raises the number of tasks that the service is to have, never above `atMost`',
  risk: 'reversible',
  locks: lockOf,
  wait: { minutes: 5 },
  refuses: [
    ...serviceRefusals,
    'the service runs one task on each instance (DAEMON)',
    'the service has `atMost` tasks already',
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
    oldest: wholeNumber(1, 10).check(z.describe('how many tasks to stop; half of those that run at most')),
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

  look: chooseOldest,
  carriers: (target, { tasks }) => [serviceResource(target), ...tasks.map(fromArn)],
  group: (target, { running, tasks }) => ({ name: lockOf(target), size: running, members: tasks.map(shortName) }),

  title: (target, seen) =>
    seen
      ? `stop ${seen.tasks.length} of the ${seen.running} tasks of ${serviceInWords(target)}, the oldest`
      : `stop the ${target.oldest === 1 ? 'oldest task' : `${target.oldest} oldest tasks`} of ${serviceInWords(target)}, at most half of them`,

  async act(ecs, target, { tasks }, mark) {
    const stopped = await stopChosen(ecs, target, tasks, noteOf(mark))
    const chosen = tasks.map(shortName).join(', ')
    // By us before a fault, by somebody else, or by a deployment.
    if (stopped.length === 0) return `of ${target.service}, none of these tasks runs any more: ${chosen}`
    return `ECS starts others in place of these tasks of ${target.service}, which are stopped: ${chosen}`
  },
})

function lockOf({ cluster, service }: Target): string {
  return `ecs service/${cluster}/${service}`
}
