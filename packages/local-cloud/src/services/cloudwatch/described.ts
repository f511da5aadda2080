// The imitated alarms in the shapes of CloudWatch's own answers.
import { z } from 'zod'
import { AwsError } from '../../aws-error.ts'
import { isComposite, type KnownAlarm } from './alarm.ts'
import { alarmArn, alarmStates, descriptionOf, namespace, period, suppressedReason, threshold } from './event.ts'

const name = z.string().min(1).max(255)

/** What DescribeAlarms takes. */
export const describing = z
  .object({
    AlarmNames: z.array(name).max(100).optional(),
    AlarmNamePrefix: name.optional(),
    AlarmTypes: z.array(z.enum(['MetricAlarm', 'CompositeAlarm', 'LogAlarm'])).optional(),
    StateValue: z.enum(alarmStates).optional(),
    MaxRecords: z.int().min(1).max(100).default(50),
    NextToken: z.string().optional(),
  })
  .refine(({ AlarmNames, AlarmNamePrefix }) => AlarmNames === undefined || AlarmNamePrefix === undefined, {
    error: 'AlarmNames and AlarmNamePrefix exclude each other',
  })

/** @param alarms in text order of their names */
export function describedAlarms(alarms: readonly KnownAlarm[], request: z.output<typeof describing>) {
  const { AlarmNames, AlarmNamePrefix = '', AlarmTypes = ['MetricAlarm'], StateValue, MaxRecords, NextToken } = request
  const names = AlarmNames === undefined ? undefined : new Set(AlarmNames)
  const after = NextToken === undefined ? undefined : nameIn(NextToken)
  const fitting = alarms.filter(
    (alarm) =>
      (after === undefined || alarm.name > after) &&
      (names === undefined || names.has(alarm.name)) &&
      alarm.name.startsWith(AlarmNamePrefix) &&
      (StateValue === undefined || alarm.kept.value === StateValue) &&
      AlarmTypes.includes(isComposite(alarm.kept) ? 'CompositeAlarm' : 'MetricAlarm'),
  )
  const page = fitting.slice(0, MaxRecords)
  const last = page.at(-1)
  return {
    MetricAlarms: page.filter(({ kept }) => !isComposite(kept)).map(metricAlarm),
    CompositeAlarms: page.filter(({ kept }) => isComposite(kept)).map(compositeAlarm),
    LogAlarms: [],
    ...(fitting.length > MaxRecords && last && { NextToken: tokenFor(last.name) }),
  }
}

/** By name, so that alarms that come and go between two pages move no other one out of sight. */
const tokenFor = (last: string) => Buffer.from(`after ${last}`).toString('base64')
function nameIn(token: string): string {
  const text = Buffer.from(token, 'base64').toString()
  if (text.startsWith('after ')) return text.slice('after '.length)
  throw new AwsError('InvalidNextToken', 'The next token specified is invalid.')
}

const common = ({ name: AlarmName, kept: { value, reason, reasonData, at } }: KnownAlarm) => ({
  AlarmName,
  AlarmArn: alarmArn(AlarmName),
  AlarmDescription: descriptionOf(AlarmName),
  AlarmConfigurationUpdatedTimestamp: new Date(at),
  ActionsEnabled: true,
  OKActions: [],
  AlarmActions: [],
  InsufficientDataActions: [],
  StateValue: value,
  StateReason: reason,
  ...(reasonData !== undefined && { StateReasonData: reasonData }),
  StateUpdatedTimestamp: new Date(at),
  StateTransitionedTimestamp: new Date(at),
})

const metricAlarm = (alarm: KnownAlarm) => ({
  ...common(alarm),
  MetricName: alarm.name,
  Namespace: namespace,
  Statistic: 'Sum',
  Dimensions: Object.entries(alarm.kept.dimensions).map(([Name, Value]) => ({ Name, Value })),
  Period: period,
  EvaluationPeriods: 1,
  Threshold: threshold,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'missing',
})

function compositeAlarm(alarm: KnownAlarm) {
  const { suppressedBy, suppressor } = alarm.silence()
  return {
    ...common(alarm),
    AlarmRule: 'TRUE',
    ActionsSuppressor: suppressor,
    ActionsSuppressorWaitPeriod: 0,
    ActionsSuppressorExtensionPeriod: 0,
    ...(suppressedBy && {
      ActionsSuppressedBy: suppressedBy,
      ActionsSuppressedReason: suppressedReason(suppressedBy, suppressor),
    }),
  }
}
