import {
  CreateSnapshotsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotsCommand,
  type Instance,
  ModifyInstanceAttributeCommand,
} from '@aws-sdk/client-ec2'
import * as z from 'zod/mini'
import type { ClientOf } from './api-call.ts'
import {
  call,
  describeInstances,
  findInstance,
  instanceFields,
  onInstance,
  stateOf,
  type Target,
} from './ec2-instance.ts'
import { CannotAct } from './failure.ts'
import { inputOf } from './input.ts'
import { allOf } from './pages.ts'
import { arn } from './resource.ts'

// Cutting one instance of Amazon EC2 off, and keeping what its disks hold.

export const quarantineInput = inputOf({
  ...instanceFields,
  securityGroup: z
    .string('some text')
    .check(
      z.regex(/^sg-[0-9a-f]{8,17}$/, 'the id of a security group: sg- and 8 to 17 hexadecimal digits'),
      z.describe('the id of the security group that lets nothing through, in the instance’s VPC'),
    ),
})
export interface Quarantined extends Target {
  readonly securityGroup: string
}

/** On every snapshot that an act began: the act's mark, by which a second try knows them. */
const markTag = 'andon:act'

// Snapshots belong to no account in their ARN, and have no id before they are made.
const snapshot = () => arn('ec2', 'snapshot/*', { account: '' })
export const quarantineReads = {
  describeInstances,
  describeSecurityGroups: call(DescribeSecurityGroupsCommand, {
    noResource: 'IAM names no resource for DescribeSecurityGroups; it reads.',
  }),
  describeSnapshots: call(DescribeSnapshotsCommand, {
    noResource: 'IAM names no resource for DescribeSnapshots; it reads.',
  }),
}
export const quarantineChanges = {
  createSnapshots: call(
    CreateSnapshotsCommand,
    onInstance,
    { on: () => arn('ec2', 'volume/*') },
    { on: snapshot, when: () => ({ Null: { [`aws:RequestTag/${markTag}`]: 'false' } }) },
    {
      action: 'ec2:CreateTags',
      on: snapshot,
      when: () => ({ StringEquals: { 'ec2:CreateAction': 'CreateSnapshots' } }),
    },
  ),
  modifyInstanceAttribute: call(ModifyInstanceAttributeCommand, onInstance, {
    // Any: to undo, the instance gets the groups back that it had.
    on: () => arn('ec2', 'security-group/*'),
  }),
}
type Reads = ClientOf<typeof quarantineReads>
type Quarantines = Reads & ClientOf<typeof quarantineChanges>

export const quarantineRefusals = [
  'it is shutting down or terminated',
  'it is in quarantine already',
  'it has several network interfaces',
  'the security group is in another VPC',
]

/** @returns the security groups that it has now */
export async function groupsBefore(ec2: Reads, { instance, securityGroup }: Quarantined, found: Instance) {
  const gone = ['shutting-down', 'terminated'].includes(stateOf(found))
  if (gone) throw new CannotAct(`${instance} is ${stateOf(found)}`)
  const groups = groupsOf(found)
  if (sameGroups(groups, [securityGroup])) throw new CannotAct(`${instance} has only ${securityGroup} already`)
  const interfaces = found.NetworkInterfaces?.length ?? 0
  if (interfaces > 1) {
    throw new CannotAct(
      `${instance} has ${interfaces} network interfaces; EC2 changes the groups of all only where there is one`,
    )
  }
  const { SecurityGroups: [isolating] = [] } = await ec2.describeSecurityGroups({ GroupIds: [securityGroup] })
  if (isolating?.VpcId !== found.VpcId) throw new CannotAct(`${securityGroup} is not in the VPC of ${instance}`)
  return groups
}

/** Of all its disks at one moment, unless this act has begun them before. @returns their ids */
export async function keepSnapshots(ec2: Quarantines, instance: string, mark: string): Promise<readonly string[]> {
  const begun = await snapshotsOf(ec2, mark)
  if (begun.length > 0) return begun
  const { Snapshots = [] } = await ec2.createSnapshots({
    InstanceSpecification: { InstanceId: instance },
    Description: `${instance} when Andon put it in quarantine`,
    TagSpecifications: [{ ResourceType: 'snapshot', Tags: [{ Key: markTag, Value: mark }] }],
  })
  return Snapshots.flatMap(({ SnapshotId }) => SnapshotId ?? [])
}

const snapshotsOf = (ec2: Reads, mark: string): Promise<readonly string[]> =>
  allOf(async (NextToken) => {
    const page = await ec2.describeSnapshots({
      OwnerIds: ['self'],
      Filters: [{ Name: `tag:${markTag}`, Values: [mark] }],
      MaxResults: 1000,
      ...(NextToken && { NextToken }),
    })
    return { items: page.Snapshots?.flatMap(({ SnapshotId }) => SnapshotId ?? []), next: page.NextToken }
  })

interface ChangeOfGroups {
  readonly from: readonly string[]
  readonly to: readonly string[]
}

/** Unless it has those that it gets already. */
export async function changeGroups(ec2: Quarantines, target: Target, change: ChangeOfGroups): Promise<void> {
  if (sameGroups(await refuseOtherGroups(ec2, target, change), change.to)) return
  await ec2.modifyInstanceAttribute({ InstanceId: target.instance, Groups: [...change.to] })
}

/** @returns those that it has */
export async function refuseOtherGroups(ec2: Reads, target: Target, { from, to }: ChangeOfGroups) {
  const groups = groupsOf(await findInstance(ec2, target))
  if (sameGroups(groups, to) || sameGroups(groups, from)) return groups
  throw new CannotAct(
    `somebody gave ${target.instance} other security groups (${groups.join(', ')}), so they were left`,
  )
}

const groupsOf = ({ SecurityGroups = [] }: Instance) => SecurityGroups.flatMap(({ GroupId }) => GroupId ?? []).sort()
const sameGroups = (one: readonly string[], other: readonly string[]) =>
  [...one].sort().join() === [...other].sort().join()
