import type { CompositeAlarm, Dimension, LogAlarm, Metric, MetricAlarm } from '@aws-sdk/client-cloudwatch'
import { alarmKey, alarmOfKey } from '../domain/alarm-key.ts'
import type { DescribedAlarm } from '../domain/described-alarm.ts'
import { instant } from '../domain/instant.ts'
import type { Json } from '../domain/json.ts'

type Alarm = Partial<MetricAlarm & CompositeAlarm & LogAlarm>

/** `undefined` for an alarm without a name, a state or a time, which CloudWatch never tells of. */
export function describedAlarm(alarm: Alarm): DescribedAlarm | undefined {
  const { AlarmArn: arn = '', StateValue, StateReason = '', ActionsSuppressedBy, ActionsSuppressedReason } = alarm
  const named = alarmOfKey(alarmKey(arn))
  // The reason may change later than the state, and events tell the time of the state.
  const changed = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp
  if (named === undefined || StateValue === undefined || changed === undefined) return undefined
  return {
    ...named,
    state: states[StateValue],
    reason: StateReason,
    since: instant(changed),
    event: eventOf(named.name, alarm, instant(changed)),
    ...(ActionsSuppressedBy !== undefined && { suppressed: ActionsSuppressedReason ?? ActionsSuppressedBy }),
  }
}

const states = { OK: 'ok', ALARM: 'alarm', INSUFFICIENT_DATA: 'no-data' } as const

type Fields = Readonly<Record<string, Json | undefined>>

/** The `detail` of the event that CloudWatch sends when an alarm comes to stand so, as far as it can be told. */
function eventOf(alarmName: string, alarm: Alarm, timestamp: string): DescribedAlarm['event'] {
  const { StateValue, StateReason, StateReasonData, ActionsSuppressedBy, ActionsSuppressedReason } = alarm
  return {
    alarmName,
    state: known({
      value: StateValue,
      reason: StateReason,
      reasonData: StateReasonData,
      timestamp,
      actionsSuppressedBy: ActionsSuppressedBy,
      actionsSuppressedReason: ActionsSuppressedReason,
    }),
    configuration: known({
      description: alarm.AlarmDescription,
      metrics: metricsOf(alarm),
      alarmRule: alarm.AlarmRule,
      actionsSuppressor: alarm.ActionsSuppressor,
      actionsSuppressorWaitPeriod: alarm.ActionsSuppressorWaitPeriod,
      actionsSuppressorExtensionPeriod: alarm.ActionsSuppressorExtensionPeriod,
    }),
  }
}

function metricsOf(alarm: Alarm): Json | undefined {
  if (alarm.Metrics !== undefined && alarm.Metrics.length > 0) return alarm.Metrics.map(metricOf)
  const { MetricName, Namespace, Dimensions, Period, Statistic, ExtendedStatistic } = alarm
  if (MetricName === undefined) return undefined
  const stat = { Metric: { MetricName, Namespace, Dimensions }, Period, Stat: Statistic ?? ExtendedStatistic }
  return [metricOf({ Id: 'm1', MetricStat: stat, ReturnData: true })]
}

function metricOf({ Id, MetricStat, Expression, Label, ReturnData, Period, AccountId }: Query): Json {
  const { Metric, Period: period, Stat: stat, Unit: unit } = MetricStat ?? {}
  const { Namespace: namespace, MetricName: name, Dimensions = [] } = Metric ?? {}
  return known({
    id: Id,
    ...(MetricStat && {
      metricStat: known({
        metric: known({ namespace, name, dimensions: dimensionsOf(Dimensions) }),
        period,
        stat,
        unit,
      }),
    }),
    expression: Expression,
    label: Label,
    period: Period,
    accountId: AccountId,
    returnData: ReturnData,
  })
}
/** As MetricDataQuery has it, but an alarm's own metric is told without some of it. */
interface Query {
  readonly Id?: string | undefined
  readonly MetricStat?: MetricOf | undefined
  readonly Expression?: string | undefined
  readonly Label?: string | undefined
  readonly ReturnData?: boolean | undefined
  readonly Period?: number | undefined
  readonly AccountId?: string | undefined
}
interface MetricOf {
  readonly Metric?: Metric | undefined
  readonly Period?: number | undefined
  readonly Stat?: string | undefined
  readonly Unit?: string | undefined
}

const dimensionsOf = (all: readonly Dimension[]): { [name: string]: Json } =>
  Object.fromEntries(
    all.flatMap(({ Name, Value }) => (Name === undefined || Value === undefined ? [] : [[Name, Value]])),
  )

const known = (fields: Fields): { [field: string]: Json } =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
