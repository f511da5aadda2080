import type { InstanceRefresh } from '@aws-sdk/client-auto-scaling'
import * as z from 'zod/mini'
import { defineAction } from './action.ts'
import { changeCapacity, memberOf, refuseToReplace } from './autoscaling-change.ts'
import {
  describeAutoScalingGroups,
  describeInstanceRefreshes,
  findGroup,
  findGrowing,
  group,
  groupRefusals,
  instanceArn,
  lockOf,
  refreshesOf,
  refuseUnlessGrowing,
  seenProtected,
  setDesiredCapacity,
  startInstanceRefresh,
  terminateInstanceInAutoScalingGroup,
} from './autoscaling-group.ts'
import { CannotAct } from './failure.ts'
import { inputOf, wholeNumber } from './input.ts'
import { instanceId } from './instance-input.ts'
import { isProtectedBy } from './protected.ts'

// Amazon EC2 Auto Scaling. Every export is an action.

/** Adds instances to the group. */
export const setCapacity = defineAction({
  input: inputOf({
    group,
    by: wholeNumber(1, 100).check(z.describe('how many instances more')),
    atMost: wholeNumber(1, 1000).check(z.describe('never to a higher desired capacity than this')),
  }),
  fixed: ['by', 'atMost'],
  does: 'raises the desired capacity of a group, never above the group’s own maximum nor above `atMost`',
  risk: 'reversible',
  locks: lockOf,
  wait: { minutes: 10 },
  refuses: [...groupRefusals, 'the group is at its maximum size', 'the desired capacity is at `atMost` already'],
  reads: { describeAutoScalingGroups },
  changes: { setDesiredCapacity },

  async look(autoscaling, target) {
    const { group, by, atMost } = target
    const { DesiredCapacity: from, MaxSize = 0, Tags } = await findGrowing(autoscaling, target)
    if (from >= MaxSize) throw new CannotAct(`${group} is at its maximum size already (${from} of ${MaxSize})`)
    if (from >= atMost)
      throw new CannotAct(`${group} has a desired capacity of ${from} already, and may have ${atMost} at most`)
    return { from, to: Math.min(from + by, MaxSize, atMost), isProtected: isProtectedBy(Tags) }
  },
  carriers: () => [],
  seenProtected,

  title: ({ group, by, atMost }, seen) =>
    seen
      ? `set the desired capacity of Auto Scaling group ${group} from ${seen.from} to ${seen.to}`
      : `raise the desired capacity of Auto Scaling group ${group} by ${by}, to ${atMost} at most`,

  async act(autoscaling, target, { from, to }) {
    const changed = await changeCapacity(autoscaling, target, findGrowing, { from, to })
    return `the desired capacity of ${target.group} ${changed ? `was ${from} and is ${to}` : `is ${to}`}`
  },

  async undo(autoscaling, target, { from, to }) {
    await changeCapacity(autoscaling, target, findGroup, { from: to, to: from })
    return `the desired capacity of ${target.group} is ${from} again`
  },
})

/** Ends one instance, in whose place the group starts another. */
export const replaceInstance = defineAction({
  input: inputOf({
    group,
    instance: instanceId.check(z.describe('the id of the instance that is to go')),
  }),
  does: 'terminates one instance of the group, which starts another in its place; what it holds on its own disks is lost',
  risk: 'disruptive',
  locks: lockOf,
  wait: { minutes: 10 },
  refuses: [
    ...groupRefusals,
    'the instance is not in service in that group',
    'the instance is protected from scale-in',
    'it is the group’s only healthy instance',
    'other instances of the group come or go already',
  ],
  reads: { describeAutoScalingGroups },
  changes: { terminateInstanceInAutoScalingGroup },

  async look(autoscaling, target) {
    const found = await findGrowing(autoscaling, target)
    refuseToReplace(target, found)
    return { instances: found.Instances?.length ?? 0, isProtected: isProtectedBy(found.Tags) }
  },
  carriers: ({ instance }) => [instanceArn(instance)],
  seenProtected,
  group: (target, { instances }) => ({ name: lockOf(target), size: instances, members: [target.instance] }),

  title: ({ group, instance }, seen) =>
    `terminate instance ${instance}${seen ? `, one of ${seen.instances}` : ''} of Auto Scaling group ${group}, and have it replaced`,

  async act(autoscaling, target) {
    const { group, instance } = target
    const found = await findGroup(autoscaling, target)
    const state = memberOf(found, instance)?.LifecycleState
    // By us before a fault, or by somebody else.
    if (state === undefined || state.startsWith('Termina')) return `${instance} has left ${group}, or is leaving it`
    refuseUnlessGrowing(target, found)
    refuseToReplace(target, found)

    await autoscaling.terminateInstanceInAutoScalingGroup({
      InstanceId: instance,
      ShouldDecrementDesiredCapacity: false,
    })
    return `${instance} is being terminated, and ${group} starts another in its place`
  },
})

/** Replaces all instances of the group, some at a time. */
export const refresh = defineAction({
  input: inputOf({
    group,
    minHealthyPercentage: z
      .optional(wholeNumber(50, 100))
      .check(
        z.describe(
          'how much of the group must stay in service, in percent; the group’s own rule, mostly 90, unless told',
        ),
      ),
  }),
  fixed: ['minHealthyPercentage'],
  does:
    'replaces all instances of the group, some at a time, by its launch template as it is now; ' +
    'those that are on standby or protected from scale-in are left',
  risk: 'disruptive',
  locks: lockOf,
  wait: { minutes: 30 },
  refuses: [...groupRefusals, 'an instance refresh is under way'],
  reads: { describeAutoScalingGroups, describeInstanceRefreshes },
  changes: { startInstanceRefresh },

  async look(autoscaling, target) {
    const { Instances = [], Tags } = await findGrowing(autoscaling, target)
    const before = await refreshesOf(autoscaling, target)
    const underWay = before.find(({ Status = 'Pending' }) => !ended.includes(Status))
    if (underWay !== undefined) {
      throw new CannotAct(
        `${target.group} is being refreshed already (${underWay.InstanceRefreshId}: ${underWay.Status})`,
      )
    }
    return {
      instances: Instances.flatMap(({ InstanceId: id }) => id ?? []).sort(),
      before: before.flatMap(({ InstanceRefreshId: id }) => id ?? []),
      isProtected: isProtectedBy(Tags),
    }
  },
  carriers: (_, { instances }) => instances.map(instanceArn),
  seenProtected,

  title: ({ group, minHealthyPercentage: least }, seen) => {
    const kept = least === undefined ? '' : `, of which ${least} % stay in service`
    return `replace all ${seen ? `${seen.instances.length} ` : ''}instances of Auto Scaling group ${group}${kept}`
  },

  async act(autoscaling, target, { before }) {
    const { group, minHealthyPercentage: MinHealthyPercentage } = target
    const begun = (await refreshesOf(autoscaling, target)).find(
      ({ InstanceRefreshId: id = '' }) => !before.includes(id),
    )
    // Ours, begun before a fault, or somebody else's: a second one would replace the new instances.
    if (begun !== undefined) return progressOf(begun, group)
    await findGrowing(autoscaling, target)

    const { InstanceRefreshId } = await autoscaling.startInstanceRefresh({
      AutoScalingGroupName: group,
      Preferences: {
        ...(MinHealthyPercentage !== undefined && { MinHealthyPercentage }),
        // Told nothing, it would wait an hour for somebody to change that, and then fail.
        ScaleInProtectedInstances: 'Ignore',
        StandbyInstances: 'Ignore',
      },
    })
    return `an instance refresh of ${group} was started (${InstanceRefreshId ?? 'no id given'})`
  },
})

/** How far a refresh is that was begun since looking. */
function progressOf({ InstanceRefreshId: id, Status: status = 'Pending' }: InstanceRefresh, group: string): string {
  if (ended.includes(status) && status !== 'Successful') {
    throw new CannotAct(`instance refresh ${id} of ${group} has ended already (${status}), and no other was started`)
  }
  return `${group} has an instance refresh already (${id}: ${status})`
}

/** In which states a refresh does nothing more. */
const ended: readonly string[] = ['Successful', 'Failed', 'Cancelled', 'RollbackFailed', 'RollbackSuccessful']
