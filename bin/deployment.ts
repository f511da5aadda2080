import { DescribeStacksCommand, GetTemplateSummaryCommand } from '@aws-sdk/client-cloudformation'
import { z } from 'zod'
import type { Aws } from './aws.ts'
import { Failure } from './failure.ts'
import { type Trust, trusts } from '../functions/domain/trust.ts'
import { own } from '../functions/domain/own.ts'

/** What is deployed, as the stack itself says: the config in this clone may be newer. */
export interface Deployment {
  readonly stack: string
  readonly outputs: ReadonlyMap<string, string>
  readonly lines: Readonly<Record<string, { readonly title: string; readonly was: readonly string[] }>>
  readonly lights: Readonly<Record<string, { readonly shows: readonly string[] }>>
  readonly cords: Readonly<Record<string, { readonly pulls: string }>>
  /** By our names of them; `channel` is the id by which the service knows it. */
  readonly channels: Readonly<Record<string, { readonly kind: string; readonly channel?: string | undefined }>>
  readonly playbooks: Readonly<Record<string, { readonly title: string; readonly trust: Trust }>>
  /** The name of each line's SNS topic. */
  readonly lineTopics: Readonly<Record<string, string>>
}

/** There is no such stack in this account and region. */
export class NotDeployed extends Failure {
  constructor(stack: string) {
    super(`There is no stack ${stack} in this account and region.`, deploy)
  }
}

const metadata = z.object({
  Andon: z.object({
    lines: z.record(z.string(), z.object({ title: z.string(), was: z.array(z.string()).default([]) })),
    lights: z.record(z.string(), z.object({ shows: z.array(z.string()) })),
    cords: z.record(z.string(), z.object({ pulls: z.string() })),
    channels: z.record(z.string(), z.object({ kind: z.string(), channel: z.optional(z.string()) })).default({}),
    playbooks: z.record(z.string(), z.object({ title: z.string(), trust: z.enum(trusts) })).default({}),
    lineTopics: z.record(z.string(), z.string()).default({}),
  }),
})

const deploy = 'Deploy it (`npx cdk deploy`), or say where it is: AWS_PROFILE, --region, --stage.'

/** Rejects with `Failure` when there is no Andon there, or one that is too old for this command. */
export async function deploymentOf({ stacks }: Pick<Aws, 'stacks'>, stack: string): Promise<Deployment> {
  const { Stacks = [] } = await there(stacks.send(new DescribeStacksCommand({ StackName: stack })), stack)
  const outputs = new Map(Stacks[0]?.Outputs?.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]))
  const { Metadata = '{}' } = await stacks.send(new GetTemplateSummaryCommand({ StackName: stack }))
  const said = metadata.safeParse(JSON.parse(Metadata))
  if (!said.success)
    throw new Failure(`The stack ${stack} was deployed by an older Andon, which this command cannot read.`, deploy)
  return { stack, outputs, ...said.data.Andon }
}

async function there<T>(answer: Promise<T>, stack: string): Promise<T> {
  try {
    return await answer
  } catch (error) {
    // CloudFormation has no error of its own for this.
    if (error instanceof Error && /does not exist/.test(error.message)) throw new NotDeployed(stack)
    throw error
  }
}

/** Throws `Failure` when the stack does not say it. */
export function outputOf({ stack, outputs }: Deployment, name: string): string {
  const value = outputs.get(name)
  if (value === undefined)
    throw new Failure(`The stack ${stack} has no output ${name}.`, 'Deploy it again: `npx cdk deploy`.')
  return value
}

/**
 * All names that lines have and had: for a minute after a deployment that renamed one, what is open may stand under its
 * earlier name. @param of this line only; of all where it is left out
 */
export function namesOf({ lines }: Pick<Deployment, 'lines'>, line?: string): string[] {
  return Object.entries(lines).flatMap(([name, { was }]) => (line === undefined || line === name ? [name, ...was] : []))
}

export interface Device {
  readonly name: string
  /** The lines whose state its lamp shows; undefined when it has none. */
  readonly shows: readonly string[] | undefined
  /** The line that its cord is of; undefined when it has none. */
  readonly pulls: string | undefined
}

/** Lights and cords; one device may be both. */
export function devicesOf({ lights, cords }: Deployment): Device[] {
  const names = new Set([...Object.keys(lights), ...Object.keys(cords)])
  return [...names].map((name) => ({ name, shows: own(lights, name)?.shows, pulls: own(cords, name)?.pulls }))
}

/** Throws `Failure` when no light and no cord has this name. */
export function deviceOf(deployment: Deployment, name: string): Device {
  const devices = devicesOf(deployment)
  const device = devices.find((each) => each.name === name)
  if (device !== undefined) return device
  const known = devices.map((each) => each.name).join(', ') || 'none'
  throw new Failure(
    `${deployment.stack} has no light or cord ${name} (it has: ${known}).`,
    'Add it to `lights` or `cords` in andon.config.ts, and deploy.',
  )
}
