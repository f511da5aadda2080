import { DescribeInstanceInformationCommand, type InstanceInformation, SendCommandCommand } from '@aws-sdk/client-ssm'
import * as z from 'zod/mini'
import type { Group } from '../domain/radius.ts'
import type { ClientOf } from './api-call.ts'
import { CannotAct } from './failure.ts'
import { inputOf, wholeNumber } from './input.ts'
import { carrying, instanceId, tag, type Tag, taggedInstances } from './instance-input.ts'
import { allOf } from './pages.ts'
import { arn } from './resource.ts'
import { call, describeDocument, documentFields, type Documented, ofDocument } from './ssm-document.ts'

// A command that AWS Systems Manager has instances run.

export const commandInput = inputOf({
  ...documentFields,
  instance: z.optional(instanceId).check(z.describe('the id of the one instance to run it on')),
  tagged: z
    .optional(tag)
    .check(
      z.describe(
        'a tag that instances must carry; without `instance`, it is run on all that do. IAM holds the role to it as well',
      ),
    ),
  atMost: z._default(wholeNumber(1, 50), 1).check(z.describe('on how many instances it may be run; 1 unless told')),
}).check(
  z.refine(({ instance, tagged }) => instance !== undefined || tagged !== undefined, {
    error: 'an instance, or the tag of instances',
    path: ['instance'],
  }),
)
export interface Commanded extends Documented {
  readonly instance?: string | undefined
  readonly tagged?: Tag | undefined
  readonly atMost: number
}

export const commandReads = {
  describeDocument,
  describeInstanceInformation: call(DescribeInstanceInformationCommand, {
    noResource: 'IAM names no resource for DescribeInstanceInformation; it reads.',
  }),
}
export const commandChanges = {
  sendCommand: call(
    SendCommandCommand,
    { on: (input: Commanded) => ofDocument('document', input) },
    {
      on: ({ instance }: Commanded) => arn('ec2', `instance/${instance ?? '*'}`),
      when: ({ tagged }: Commanded) => carrying('ssm:resourceTag', tagged),
    },
  ),
}

export const instanceRefusals = [
  'Systems Manager knows no such instance',
  'none of the instances is online',
  'more than `atMost` instances are online',
]

/** @returns the ids of those that are online, in text order */
export async function findOnline(ssm: ClientOf<typeof commandReads>, input: Commanded): Promise<readonly string[]> {
  const found = await instancesOf(ssm, input)
  if (found.length === 0) throw new CannotAct(`Systems Manager knows no ${whoInWords(input)}`)
  const online = found.flatMap(({ InstanceId, PingStatus }) => (PingStatus === 'Online' ? (InstanceId ?? []) : []))
  if (online.length === 0) throw new CannotAct(`Systems Manager reaches no ${whoInWords(input)}`)
  if (online.length > input.atMost) {
    throw new CannotAct(
      `it would run on ${online.length} instances${tagInWords(input)}, and at most ${input.atMost} is allowed`,
    )
  }
  return online.sort()
}

async function instancesOf(
  ssm: ClientOf<typeof commandReads>,
  { instance, tagged }: Commanded,
): Promise<readonly InstanceInformation[]> {
  const Filters = [
    ...(instance === undefined ? [] : [{ Key: 'InstanceIds', Values: [instance] }]),
    ...(tagged === undefined ? [] : [{ Key: `tag:${tagged.key}`, Values: [tagged.value] }]),
    // The role is made for instances of EC2; others have ARNs of another kind.
    { Key: 'ResourceType', Values: ['EC2Instance'] },
  ]
  return allOf(async (NextToken) => {
    const page = await ssm.describeInstanceInformation({ Filters, MaxResults: 50, ...(NextToken && { NextToken }) })
    return { items: page.InstanceInformationList, next: page.NextToken }
  })
}

/** @param seen the ids of those that were online */
export function whoInWords(input: Commanded, seen: readonly string[] = []): string {
  if (input.instance !== undefined) return `instance ${input.instance}${tagInWords(input)}`
  return seen.length === 0 ? `instance${tagInWords(input)}` : `${idsInWords(seen)},${tagInWords(input)}`
}
const tagInWords = ({ tagged }: Commanded) => (tagged === undefined ? '' : ` tagged ${pairOf(tagged)}`)
const pairOf = ({ key, value }: Tag) => `${key}=${value}`

/** Few enough for a title. */
function idsInWords(ids: readonly string[]): string {
  const [first = '', second] = ids
  if (ids.length > 2) return `${first} and ${ids.length - 1} more instances`
  return second === undefined ? `instance ${first}` : `instances ${first} and ${second}`
}

/** The same as of other actions on the one instance; a lock's resource has no spaces, which tags may have. */
export function lockOf({ instance, tagged }: Commanded): string {
  if (instance !== undefined) return `ec2 instance/${instance}`
  return tagged === undefined ? 'ec2 instances/' : taggedInstances(tagged)
}

/** Those of one tag. How many there are is known only where it runs on all of them. */
export function groupOf(
  { instance, tagged }: Commanded,
  { instances }: { readonly instances: readonly string[] },
): Group | undefined {
  if (tagged === undefined) return undefined
  return {
    name: taggedInstances(tagged),
    ...(instance === undefined && { size: instances.length }),
    members: instances,
  }
}
