import {
  DescribeInstancesCommand,
  DescribeInstanceTypesCommand,
  EC2Client,
  type Instance,
  RebootInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2'
import * as z from 'zod/mini'
import type { Group } from '../domain/radius.ts'
import { callsOf, type ClientOf } from './api-call.ts'
import { CannotAct } from './failure.ts'
import { inputOf } from './input.ts'
import { carrying, instanceId, tag, type Tag, taggedInstances } from './instance-input.ts'
import { allOf } from './pages.ts'
import { arn } from './resource.ts'

// One instance of Amazon EC2: the calls that its actions make, and what they read of it.

export const instanceFields = {
  instance: instanceId.check(z.describe('the instance’s id')),
  tagged: z.optional(tag).check(z.describe('a tag that the instance must carry; IAM holds the role to it as well')),
}
export const instanceInput = inputOf(instanceFields)
export interface Target {
  readonly instance: string
  readonly tagged?: Tag | undefined
}

export const call = callsOf(EC2Client, 'ec2')
export const instanceResource = ({ instance }: Target) => arn('ec2', `instance/${instance}`)
export const onInstance = {
  on: instanceResource,
  when: ({ tagged }: Target) => carrying('aws:ResourceTag', tagged),
}
export const describeInstances = call(DescribeInstancesCommand, {
  noResource: 'IAM names no resource for DescribeInstances; it reads.',
})
export const describeInstanceTypes = call(DescribeInstanceTypesCommand, {
  noResource: 'IAM names no resource for DescribeInstanceTypes; it reads AWS’s own list.',
})
export const rebootInstances = call(RebootInstancesCommand, onInstance)
export const stopInstances = call(StopInstancesCommand, onInstance)
export const startInstances = call(StartInstancesCommand, onInstance)

/** Of every action on one instance. */
export const instanceRefusals = ['there is no such instance', 'the instance does not carry the tag']

/** In no particular state. */
export async function findInstance(
  ec2: ClientOf<{ describeInstances: typeof describeInstances }>,
  { instance, tagged }: Target,
): Promise<Instance> {
  const { Reservations = [] } = await ec2.describeInstances({ InstanceIds: [instance] })
  const [found] = Reservations.flatMap(({ Instances = [] }) => Instances)
  if (found === undefined) throw new CannotAct(`there is no instance ${instance}`)
  if (tagged !== undefined && tagOf(found, tagged.key) !== tagged.value) {
    throw new CannotAct(`${instance} is not tagged ${tagged.key}=${tagged.value}, so it was left alone`)
  }
  return found
}

export async function findRunning(
  ec2: ClientOf<{ describeInstances: typeof describeInstances }>,
  target: Target,
): Promise<Instance> {
  const found = await findInstance(ec2, target)
  if (stateOf(found) !== 'running') throw new CannotAct(`${target.instance} is not running: it is ${stateOf(found)}`)
  return found
}

export const stateOf = ({ State }: Instance) => State?.Name ?? 'in an unknown state'
const tagOf = ({ Tags = [] }: Instance, key: string) => Tags.find(({ Key }) => Key === key)?.Value
/** The Auto Scaling group that it belongs to. */
export const groupOf = (instance: Instance) => tagOf(instance, groupTag)
const groupTag = 'aws:autoscaling:groupName'
/** It changes whenever the instance was stopped and is started. */
export const launchOf = ({ LaunchTime }: Instance) => LaunchTime?.toISOString() ?? 'never'

/** Those that it is one of: its Auto Scaling group's, or else those of its tag, with how many there are. */
export async function groupSeen(
  ec2: ClientOf<{ describeInstances: typeof describeInstances }>,
  { tagged }: Target,
  found: Instance,
): Promise<{ readonly name: string; readonly size: number } | null> {
  const scaledBy = groupOf(found)
  const [name, Name, value] =
    scaledBy === undefined
      ? [tagged && taggedInstances(tagged), `tag:${tagged?.key}`, tagged?.value]
      : [`autoscaling group/${scaledBy}`, `tag:${groupTag}`, scaledBy]
  if (name === undefined || value === undefined) return null
  const Filters = [
    { Name, Values: [value] },
    { Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] },
  ]
  const all = await allOf(async (NextToken) => {
    const page = await ec2.describeInstances({ Filters, MaxResults: 1000, ...(NextToken && { NextToken }) })
    return { items: page.Reservations?.flatMap(({ Instances = [] }) => Instances), next: page.NextToken }
  })
  return { name, size: all.length }
}

type Seen = { readonly group: Awaited<ReturnType<typeof groupSeen>> }
export const groupWith = ({ instance }: Target, { group }: Seen): Group | undefined =>
  group === null ? undefined : { ...group, members: [instance] }

export function lockOf({ instance }: Target): string {
  return `ec2 instance/${instance}`
}
