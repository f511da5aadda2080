import * as z from 'zod/mini'
import { clip } from '../../domain/clip.ts'
import type { Instant } from '../../domain/instant.ts'
import type { ParsedMessage } from '../../domain/parsed-message.ts'
import { believablyPast } from '../believable.ts'
import { alarmTags } from './alarm-tags.ts'
import { timeOf } from './time-of.ts'

const contributorChange = z.object({
  account: z.string(),
  region: z.string(),
  resources: z.tuple([z.string()], z.string()),
  detail: z.looseObject({
    alarmTags: z.optional(z.unknown()),
    alarmContributor: z.object({
      id: z.string().check(z.minLength(1), z.maxLength(1024)),
      attributes: z.optional(z.nullable(z.record(z.string(), z.string()))),
    }),
    state: z.looseObject({
      value: z.enum(['OK', 'ALARM']),
      reason: z.optional(z.nullable(z.string())),
      timestamp: z.string(),
    }),
    muteDetail: z.optional(z.unknown()),
  }),
})

/**
 * CloudWatch's "Alarm Contributor State Change": of an alarm over many time series, one for each. Throws `ZodError`.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export function fromContributorEvent(event: unknown, arrived: Instant): ParsedMessage {
  const { account, region, resources, detail } = contributorChange.parse(event)
  const { alarmContributor, state, muteDetail } = detail
  if (muteDetail) return { kind: 'nothing', because: 'muted' }
  const attributes = Object.entries(alarmContributor.attributes ?? {}).map(([name, value]) => `${name} ${value}`)
  return {
    kind: 'contributor',
    contributor: alarmContributor.id,
    name: clip(attributes.join(', ') || alarmContributor.id, 200),
    arn: resources[0],
    account,
    region,
    ...(detail.alarmTags !== undefined && { tags: alarmTags(detail.alarmTags) }),
    state: state.value === 'OK' ? 'ok' : 'alarm',
    reason: clip(state.reason ?? '', 1000),
    at: believablyPast(timeOf(state.timestamp), arrived),
    detail,
  }
}
