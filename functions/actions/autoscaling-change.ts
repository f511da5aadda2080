import type { Instance } from '@aws-sdk/client-auto-scaling'
import type { ClientOf } from './api-call.ts'
import {
  type describeAutoScalingGroups,
  type findGroup,
  type FoundGroup,
  type setDesiredCapacity,
  type Target,
} from './autoscaling-group.ts'
import { CannotAct } from './failure.ts'

// Changes of one group, and when they would do harm.

type Scales = ClientOf<{
  describeAutoScalingGroups: typeof describeAutoScalingGroups
  setDesiredCapacity: typeof setDesiredCapacity
}>

/**
 * @param find how the group is to be, so that the change makes sense
 * @returns false when that is what the group has already
 */
export async function changeCapacity(
  autoscaling: Scales,
  target: Target,
  find: typeof findGroup,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<boolean> {
  const { DesiredCapacity: now } = await find(autoscaling, target)
  if (now === to) return false
  if (now !== from) {
    throw new CannotAct(
      `somebody, or its scaling, set the desired capacity of ${target.group} to ${now} in the meantime, so nothing was changed`,
    )
  }
  await autoscaling.setDesiredCapacity({ AutoScalingGroupName: target.group, DesiredCapacity: to })
  return true
}

/** The group must be whole but for this one: one instance at a time, and never the last that works. */
export function refuseToReplace({ group, instance }: Target & { readonly instance: string }, found: FoundGroup): void {
  const member = memberOf(found, instance)
  if (member === undefined) throw new CannotAct(`${instance} is not in ${group}`)
  if (!inService(member)) throw new CannotAct(`${instance} is not in service in ${group}: ${member.LifecycleState}`)
  if (member.ProtectedFromScaleIn) throw new CannotAct(`${instance} is protected from scale-in`)

  const others = (found.Instances ?? []).filter(({ InstanceId }) => InstanceId !== instance)
  if (isHealthy(member) && !others.some((other) => inService(other) && isHealthy(other))) {
    throw new CannotAct(`${instance} is the only healthy instance of ${group}`)
  }
  const moving = others.find(({ LifecycleState = '' }) => /^(Pending|Terminating|Detaching)/.test(LifecycleState))
  if (moving !== undefined) {
    throw new CannotAct(
      `${group} is replacing another instance already (${moving.InstanceId}: ${moving.LifecycleState})`,
    )
  }
}

export const memberOf = ({ Instances = [] }: FoundGroup, instance: string): Instance | undefined =>
  Instances.find(({ InstanceId }) => InstanceId === instance)

const inService = ({ LifecycleState }: Instance) => LifecycleState === 'InService'
/** By AWS's own spelling, which the SDK does not type. */
const isHealthy = ({ HealthStatus }: Instance) => HealthStatus?.toLowerCase() === 'healthy'
