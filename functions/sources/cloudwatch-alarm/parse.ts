import * as z from 'zod/mini'
import type { ParsedAlarm, ParsedMessage } from '../../domain/parsed-message.ts'
import { instant } from '../../domain/instant.ts'
import { clip } from '../../domain/clip.ts'
import { alarmLink } from './alarm-link.ts'
import { alarmTags } from './alarm-tags.ts'
import { partitionOf } from './partition.ts'

const stateChange = z.object({
  account: z.string().check(z.regex(/^\d{12}$/, 'not the id of an account')),
  // It becomes a part of the link's host name.
  region: z.string().check(z.regex(/^[a-z]+(-[a-z0-9]+)+$/, 'not a region')),
  resources: z.optional(z.array(z.string())),
  detail: z.looseObject({
    alarmName: z.string().check(
      z.minLength(1),
      z.maxLength(255),
      z.refine((name) => name.isWellFormed(), 'half a character (a lone surrogate), which no alarm has in its name'),
    ),
    alarmTags: z.optional(z.unknown()),
    state: z.looseObject({
      value: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
      reason: z.optional(z.nullable(z.string())),
      timestamp: z.string(),
      /** A composite alarm whose suppressor is active: it would act, but has been told to hold. */
      actionsSuppressedBy: z.optional(z.nullable(z.string())),
    }),
  }),
})

/** CloudWatch's "Alarm State Change": metric, metric-math, anomaly and composite alarms alike. Throws `ZodError`. */
export function fromAlarmEvent(event: unknown): ParsedMessage {
  const { account, region, resources, detail } = stateChange.parse(event)
  const { alarmName: name, state } = detail
  const url = alarmLink(region, name)
  return {
    kind: 'alarm',
    name,
    arn:
      resources?.find((arn) => arn !== '') ??
      `arn:${partitionOf(region).name}:cloudwatch:${region}:${account}:alarm:${name}`,
    account,
    region,
    ...(detail.alarmTags !== undefined && { tags: alarmTags(detail.alarmTags) }),
    state: state.actionsSuppressedBy ? 'no-data' : stateNames[state.value],
    reason: clip(state.reason ?? '', 1000),
    at: timeOf(state.timestamp),
    ...(url !== undefined && { url }),
    detail,
  }
}

const stateNames = { OK: 'ok', ALARM: 'alarm', INSUFFICIENT_DATA: 'no-data' } as const satisfies Record<
  string,
  ParsedAlarm['state']
>

/** CloudWatch writes `+0000` where ISO 8601 wants `+00:00`. */
function timeOf(timestamp: string) {
  return instant(new Date(timestamp.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')))
}
