import {
  AutoScalingClient,
  type AutoScalingGroup,
  DescribeAutoScalingGroupsCommand,
  DescribeInstanceRefreshesCommand,
  type InstanceRefresh,
  SetDesiredCapacityCommand,
  StartInstanceRefreshCommand,
  TerminateInstanceInAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling'
import * as z from 'zod/mini'
import { callsOf, type ClientOf } from './api-call.ts'
import { CannotAct } from './failure.ts'
import { name } from './input.ts'
import { allOf } from './pages.ts'
import { arn } from './resource.ts'

// One group of Amazon EC2 Auto Scaling: the calls that its actions make, and what they read of it.

export const group = name.check(z.describe('the Auto Scaling group’s name'))
export interface Target {
  readonly group: string
}

const call = callsOf(AutoScalingClient, 'autoscaling')
// The first * is an id that AWS gives the group; its name is unique in the account and region.
const onGroup = { on: ({ group }: Target) => arn('autoscaling', `autoScalingGroup:*:autoScalingGroupName/${group}`) }
export const describeAutoScalingGroups = call(DescribeAutoScalingGroupsCommand, {
  noResource: 'IAM names no resource for DescribeAutoScalingGroups; it reads.',
})
export const describeInstanceRefreshes = call(DescribeInstanceRefreshesCommand, {
  noResource: 'IAM names no resource for DescribeInstanceRefreshes; it reads.',
})
export const setDesiredCapacity = call(SetDesiredCapacityCommand, onGroup)
export const startInstanceRefresh = call(StartInstanceRefreshCommand, onGroup)
export const terminateInstanceInAutoScalingGroup = call(TerminateInstanceInAutoScalingGroupCommand, onGroup)

/** Of every action that has instances started. */
export const groupRefusals = [
  'there is no such group',
  'the group is being deleted',
  'the group is scaled to nothing',
  'the group’s Launch process is suspended',
]

export interface FoundGroup extends AutoScalingGroup {
  readonly DesiredCapacity: number
}

export async function findGroup(
  autoscaling: ClientOf<{ describeAutoScalingGroups: typeof describeAutoScalingGroups }>,
  { group }: Target,
): Promise<FoundGroup> {
  const { AutoScalingGroups: [found] = [] } = await autoscaling.describeAutoScalingGroups({
    AutoScalingGroupNames: [group],
  })
  if (found === undefined) throw new CannotAct(`there is no Auto Scaling group ${group}`)
  return { ...found, DesiredCapacity: found.DesiredCapacity ?? 0 }
}

/** One that will start the instances that it lacks. */
export async function findGrowing(
  autoscaling: ClientOf<{ describeAutoScalingGroups: typeof describeAutoScalingGroups }>,
  target: Target,
): Promise<FoundGroup> {
  const found = await findGroup(autoscaling, target)
  refuseUnlessGrowing(target, found)
  return found
}

export function refuseUnlessGrowing({ group }: Target, found: FoundGroup): void {
  // The status is there only while the group is being deleted.
  if (found.Status) throw new CannotAct(`${group} is being deleted`)
  if (found.DesiredCapacity === 0) throw new CannotAct(`${group} is scaled to nothing (its desired capacity is 0)`)
  const suspended = found.SuspendedProcesses?.some(({ ProcessName }) => ProcessName === 'Launch') ?? false
  if (suspended) throw new CannotAct(`${group} starts no instances: its Launch process is suspended`)
}

/** All that AWS remembers, which is six weeks. */
export const refreshesOf = (
  autoscaling: ClientOf<{ describeInstanceRefreshes: typeof describeInstanceRefreshes }>,
  { group }: Target,
): Promise<readonly InstanceRefresh[]> =>
  allOf(async (NextToken) => {
    const page = await autoscaling.describeInstanceRefreshes({
      AutoScalingGroupName: group,
      MaxRecords: 100,
      ...(NextToken && { NextToken }),
    })
    return { items: page.InstanceRefreshes, next: page.NextToken }
  })

/** The Resource Groups Tagging API knows no tags of groups; AWS tells of them with the group itself. */
export const seenProtected = ({ group }: Target, { isProtected }: { readonly isProtected: boolean }) =>
  isProtected ? `Auto Scaling group ${group}` : undefined

export const instanceArn = (instance: string) => arn('ec2', `instance/${instance}`)

export function lockOf({ group }: Target): string {
  return `autoscaling group/${group}`
}
