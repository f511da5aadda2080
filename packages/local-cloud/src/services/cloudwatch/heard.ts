import { z } from 'zod'
import { account, region } from '../../arn.ts'
import {
  alarmStates,
  type AlarmState,
  type Dimensions,
  type MuteWindow,
  type SuppressedBy,
  suppressions,
} from './event.ts'

/** CloudWatch writes +0000 where ISO 8601 wants +00:00. */
const time = z
  .string()
  .transform((text) => Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')))
  .refine((at) => !Number.isNaN(at))
/** Some that send alarms' events write null for what they do not know. */
const text = z
  .string()
  .nullish()
  .transform((said) => said ?? undefined)

const aboutAlarm = z.object({
  source: z.literal('aws.cloudwatch'),
  account: z.literal(account),
  region: z.literal(region),
  time,
  detail: z.object({ alarmName: z.string().min(1).max(255) }),
})
const state = z.object({
  value: z.enum(alarmStates),
  reason: text,
  reasonData: text,
  timestamp: time,
  actionsSuppressedBy: z.enum(suppressions).nullish().catch(undefined),
})
const stateChange = z.object({
  'detail-type': z.enum(['CloudWatch Alarm State Change', 'CloudWatch Alarm Configuration Change']),
  detail: z.object({
    state,
    muteDetail: z
      .object({ mutedByArn: z.string(), muteWindowStart: time, muteWindowEnd: time })
      .nullish()
      .catch(undefined),
    configuration: z
      .object({
        alarmRule: z.string().optional(),
        metrics: z
          .array(
            z.object({
              metricStat: z.object({ metric: z.object({ dimensions: z.record(z.string(), z.string()) }) }),
            }),
          )
          .optional()
          .catch(undefined),
      })
      .optional()
      .catch(undefined),
  }),
})
const deletion = z.object({
  'detail-type': z.literal('CloudWatch Alarm Configuration Change'),
  detail: z.object({ operation: z.literal('delete') }),
})

/** What an event on the bus says of an alarm of this account and region. Times are milliseconds since 1970. */
export type Heard =
  | { readonly kind: 'deleted'; readonly name: string; readonly at: number }
  | {
      readonly kind: 'state'
      readonly name: string
      readonly at: number
      readonly value: AlarmState
      readonly reason: string
      readonly reasonData: string | undefined
      readonly dimensions: Dimensions | undefined
      readonly composite: boolean
      readonly suppressedBy: SuppressedBy | undefined
      readonly muted: MuteWindow | undefined
    }

/** Undefined for an event that is about nothing here, or that CloudWatch would not send so. */
export function heardOf(event: unknown): Heard | undefined {
  const about = aboutAlarm.safeParse(event)
  if (!about.success) return undefined
  const name = about.data.detail.alarmName
  if (deletion.safeParse(event).success) return { kind: 'deleted', name, at: about.data.time }
  const change = stateChange.safeParse(event)
  if (!change.success) return undefined
  const { state: said, muteDetail: mute, configuration } = change.data.detail
  return {
    kind: 'state',
    name,
    at: said.timestamp,
    value: said.value,
    reason: said.reason ?? '',
    reasonData: said.reasonData,
    dimensions: configuration?.metrics?.[0]?.metricStat.metric.dimensions,
    composite: configuration?.alarmRule !== undefined || Boolean(said.actionsSuppressedBy),
    suppressedBy: said.actionsSuppressedBy ?? undefined,
    muted: mute ? { by: mute.mutedByArn, start: mute.muteWindowStart, end: mute.muteWindowEnd } : undefined,
  }
}
