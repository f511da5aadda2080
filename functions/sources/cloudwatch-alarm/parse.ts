import * as z from 'zod/mini'
import type { ParsedAlarm, ParsedMessage } from '../../domain/parsed-message.ts'
import { type Instant, instant, inWords } from '../../domain/instant.ts'
import { clip } from '../../domain/clip.ts'
import { believablyPast } from '../believable.ts'
import { alarmLink } from './alarm-link.ts'
import { alarmTags } from './alarm-tags.ts'
import { fromContributorEvent } from './parse-contributor.ts'
import { partitionOf } from './partition.ts'
import { timeOf } from './time-of.ts'

const anEvent = z.object({ 'detail-type': z.optional(z.string()) })
const configurationChange = z.object({
  time: z.optional(z.string()),
  detail: z.looseObject({ operation: z.optional(z.string()) }),
})

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
      actionsSuppressedReason: z.optional(z.nullable(z.string())),
    }),
    /** A mute rule is active for the alarm. */
    muteDetail: z.optional(z.nullable(z.looseObject({ mutedByArn: z.string(), muteWindowEnd: z.string() }))),
  }),
})

/** What CloudWatch sends of an alarm, and of a contributor of one. Throws `ZodError`. */
export function fromAlarmEvent(event: unknown, arrived: Instant): ParsedMessage {
  const type = anEvent.parse(event)['detail-type']
  if (type === 'CloudWatch Alarm Configuration Change') return fromConfigurationChange(event, arrived)
  if (type === 'CloudWatch Alarm Contributor State Change') return fromContributorEvent(event, arrived)
  return fromStateChange(event, arrived)
}

/** Somebody edited an alarm, or deleted it. If an edit changes the state, another event says so. */
function fromConfigurationChange(event: unknown, arrived: Instant): ParsedMessage {
  const { time, detail } = configurationChange.parse(event)
  if (detail.operation !== 'delete') return { kind: 'nothing', because: 'configuration-change' }
  const alarm = fromStateChange(event, arrived)
  // The event's own time is in whole seconds, so the alarm may have changed later within that second: not after it went.
  const said = time === undefined ? arrived : believablyPast(timeOf(time), arrived)
  const at = said > alarm.at ? said : instant(Date.parse(alarm.at) + 1)
  return { ...alarm, state: 'deleted', reason: '', at }
}

/** CloudWatch's "Alarm State Change": metric, metric-math, anomaly and composite alarms alike. Throws `ZodError`. */
export function fromStateChange(event: unknown, arrived: Instant): ParsedAlarm {
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
    ...standingOf(detail),
    at: believablyPast(timeOf(state.timestamp), arrived),
    ...(url !== undefined && { url }),
    detail,
  }
}

type Detail = z.infer<typeof stateChange>['detail']

/** How it stands, and why. An alarm in ALARM of which nobody is to hear is not the same as none. */
function standingOf({ state, muteDetail }: Detail): Pick<ParsedAlarm, 'state' | 'reason'> {
  const holds = state.value === 'ALARM'
  if (holds && muteDetail) {
    const by = muteDetail.mutedByArn.replace(/^.*alarm-mute-rule:/, '')
    return { state: 'muted', reason: clip(`by ${by}, until ${inWords(timeOf(muteDetail.muteWindowEnd))}`, 1000) }
  }
  if (holds && state.actionsSuppressedBy) {
    return { state: 'suppressed', reason: clip(state.actionsSuppressedReason ?? state.actionsSuppressedBy, 1000) }
  }
  return { state: stateNames[state.value], reason: clip(state.reason ?? '', 1000) }
}

const stateNames = { OK: 'ok', ALARM: 'alarm', INSUFFICIENT_DATA: 'no-data' } as const satisfies Record<
  string,
  ParsedAlarm['state']
>
