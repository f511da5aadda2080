import * as z from 'zod/mini'
import type { ParsedAlarm, ParsedMessage } from '../../domain/parsed-message.ts'
import { instant } from '../../domain/instant.ts'
import { clip } from '../../domain/clip.ts'

const stateChange = z.object({
  account: z.string(),
  region: z.string(),
  resources: z.optional(z.array(z.string())),
  detail: z.looseObject({
    alarmName: z.string().check(z.minLength(1), z.maxLength(255)),
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
  return {
    kind: 'alarm',
    name,
    arn: resources?.[0] ?? `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`,
    state: state.actionsSuppressedBy ? 'no-data' : stateNames[state.value],
    reason: clip(state.reason ?? '', 1000),
    at: timeOf(state.timestamp),
    url: `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#alarmsV2:alarm/${encodeURIComponent(name)}`,
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
