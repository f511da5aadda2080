import { z } from 'zod'
import { trusts } from '../functions/domain/trust.ts'
import type { Template } from '@andon/local-cloud/template/template.ts'

const named = z.object({
  lines: z.record(z.string(), z.object({ title: z.string() })).default({}),
  lights: z.record(z.string(), z.object({ shows: z.array(z.string()) })),
  cords: z.record(z.string(), z.object({ pulls: z.string() })),
  /** Our name of a channel → Slack's id of it. */
  channels: z
    .record(z.string(), z.looseObject({ kind: z.string(), channel: z.string().optional() }))
    .transform(slackIds),
  playbooks: z.record(z.string(), z.object({ title: z.string(), trust: z.enum(trusts) })).default({}),
  /** Name of a line → of the SNS topic that its people are called by. */
  lineTopics: z.record(z.string(), z.string()).default({}),
})
export type StackMetadata = z.infer<typeof named>

/** What the stack's metadata says of the configuration: what is needed to draw lamps and cords, and to imitate chat. */
export function stackMetadataIn({ metadata }: Template): StackMetadata {
  return named.parse(metadata['Andon'])
}

/** Of all kinds of channel, Slack is the one that is imitated by itself. */
function slackIds(channels: Readonly<Record<string, { kind: string; channel?: string | undefined }>>) {
  return Object.fromEntries(
    Object.entries(channels).flatMap(([name, { kind, channel }]) =>
      kind === 'slack' && channel !== undefined ? [[name, channel]] : [],
    ),
  )
}
