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

/** The event that CloudWatch sends to the default bus when an alarm changes its state. */
export function alarmEvent(alarmName: string, state: AlarmMoment, before: AlarmMoment, dimensions: Dimensions) {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account,
    time: new Date(state.at).toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources: [arnOf('cloudwatch', `alarm:${alarmName}`)],
    detail: {
      alarmName,
      state: described(state),
      previousState: described(before),
      configuration: {
        description: `${alarmName}, as it is imitated on a laptop`,
        metrics: [
          {
            id: 'm1',
            metricStat: { metric: { namespace: 'Imitated', name: alarmName, dimensions }, period, stat: 'Sum' },
            returnData: true,
          },
        ],
      },
    },
  }
}
export type AlarmEvent = ReturnType<typeof alarmEvent>

/** Seconds. */
const period = 60
const threshold = 5
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
const timestamp = (at: number) => new Date(at).toISOString().replace('Z', '+0000')
