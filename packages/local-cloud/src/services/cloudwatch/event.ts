import { randomUUID } from 'node:crypto'
import { account, arnOf, region } from '../../arn.ts'

export const alarmStates = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const
export type AlarmState = (typeof alarmStates)[number]

/** What an alarm was turned to, by what, and when. */
export interface AlarmMoment {
  readonly value: AlarmState
  readonly reason: string
  /** JSON, as CloudWatch's own; none for INSUFFICIENT_DATA. */
  readonly reasonData?: string | undefined
  /** Milliseconds since 1970. */
  readonly at: number
}

export type Dimensions = Readonly<Record<string, string>>

/** Why an alarm that holds does nothing for now. */
export interface Silence {
  readonly muted?: MuteWindow | undefined
  /** Of a composite alarm. */
  readonly suppressedBy?: SuppressedBy | undefined
  /** Name of the alarm that suppresses this one while it is in ALARM; only composite alarms have one. */
  readonly suppressor?: string | undefined
}
/** Times in milliseconds since 1970. */
export interface MuteWindow {
  /** ARN of the mute rule. */
  readonly by: string
  readonly start: number
  readonly end: number
}
export const suppressions = ['WaitPeriod', 'ExtensionPeriod', 'Alarm'] as const
export type SuppressedBy = (typeof suppressions)[number]

/** The event that CloudWatch sends to the default bus when an alarm changes its state. */
export function alarmEvent(
  alarmName: string,
  state: AlarmMoment,
  before: AlarmMoment,
  dimensions: Dimensions,
  silence: Silence = {},
) {
  return {
    ...envelope(alarmName, 'CloudWatch Alarm State Change', state.at),
    detail: {
      alarmName,
      state: { ...described(state), ...suppression(silence) },
      previousState: described(before),
      configuration: configuration(alarmName, dimensions, silence),
      ...muteDetail(silence),
    },
  }
}
export type AlarmEvent = ReturnType<typeof alarmEvent>

/** The event that CloudWatch sends when an alarm is deleted. @param at when that was */
export function deletionEvent(
  alarmName: string,
  state: AlarmMoment,
  dimensions: Dimensions,
  at: number,
  silence: Silence = {},
) {
  return {
    ...envelope(alarmName, 'CloudWatch Alarm Configuration Change', at),
    detail: {
      alarmName,
      operation: 'delete',
      state: { value: state.value, timestamp: timestamp(state.at), ...suppression(silence) },
      configuration: {
        ...configuration(alarmName, dimensions, silence),
        alarmName,
        actionsEnabled: true,
        okActions: [],
        alarmActions: [],
        insufficientDataActions: [],
      },
      ...muteDetail(silence),
    },
  }
}
export type DeletionEvent = ReturnType<typeof deletionEvent>

const envelope = (alarmName: string, detailType: string, at: number) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': detailType,
  source: 'aws.cloudwatch',
  account,
  time: new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'),
  region,
  resources: [alarmArn(alarmName)],
})

export const alarmArn = (name: string) => arnOf('cloudwatch', `alarm:${name}`)
export const descriptionOf = (name: string) => `${name}, as it is imitated on a laptop`
export const namespace = 'Imitated'

function configuration(name: string, dimensions: Dimensions, { suppressor }: Silence) {
  const description = descriptionOf(name)
  if (suppressor !== undefined) {
    return {
      description,
      alarmRule: 'TRUE',
      actionsSuppressor: suppressor,
      actionsSuppressorWaitPeriod: 0,
      actionsSuppressorExtensionPeriod: 0,
    }
  }
  const metricStat = { metric: { namespace, name, dimensions }, period, stat: 'Sum' }
  return { description, metrics: [{ id: 'm1', metricStat, returnData: true }] }
}

const suppression = ({ suppressedBy, suppressor }: Silence) =>
  suppressedBy !== undefined && {
    actionsSuppressedBy: suppressedBy,
    actionsSuppressedReason: suppressedReason(suppressedBy, suppressor),
  }

export const suppressedReason = (by: SuppressedBy, suppressor = 'its suppressor') =>
  by === 'Alarm' ? `Actions suppressed by ${suppressor}` : `Actions suppressed by ${by}`

const muteDetail = ({ muted }: Silence) =>
  muted && {
    muteDetail: {
      mutedByArn: muted.by,
      muteWindowStart: timestamp(muted.start),
      muteWindowEnd: timestamp(muted.end),
    },
  }

/** Seconds. */
export const period = 60
export const threshold = 5
const datapoints = { ALARM: 42, OK: 0 }

/** What CloudWatch would say of one datapoint, over the threshold or under it. */
export function reasonFor(value: AlarmState, at: number): Pick<AlarmMoment, 'reason' | 'reasonData'> {
  if (value === 'INSUFFICIENT_DATA') return { reason: 'Insufficient Data: 1 datapoint was unknown.' }
  const start = new Date(Math.floor(at / 60_000 - 1) * 60_000)
  const [over, from] = value === 'ALARM' ? ['was', 'OK -> ALARM'] : ['was not', 'ALARM -> OK']
  const datapoint = datapoints[value]
  const [, year, month, day, time] = /^\d\d(\d\d)-(\d\d)-(\d\d)T(.{8})/.exec(start.toISOString()) ?? []
  return {
    reason: `Threshold Crossed: 1 out of the last 1 datapoints [${datapoint}.0 (${day}/${month}/${year} ${time})] ${over} greater than the threshold (${threshold}.0) (minimum 1 datapoint for ${from} transition).`,
    reasonData: JSON.stringify({
      version: '1.0',
      queryDate: timestamp(at),
      startDate: timestamp(start.getTime()),
      statistic: 'Sum',
      period,
      recentDatapoints: [datapoint],
      threshold,
      evaluatedDatapoints: [{ timestamp: timestamp(start.getTime()), sampleCount: 1, value: datapoint }],
    }),
  }
}

const described = ({ at, value, reason, reasonData }: AlarmMoment) => ({
  value,
  reason,
  ...(reasonData !== undefined && { reasonData }),
  timestamp: timestamp(at),
})

/** CloudWatch writes +0000 where ISO 8601 wants +00:00 or Z. */
export const timestamp = (at: number) => new Date(at).toISOString().replace('Z', '+0000')
