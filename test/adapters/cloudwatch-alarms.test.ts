import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { compilePattern } from '@andon/event-pattern'
import { cloudwatchAlarms } from '../../functions/adapters/cloudwatch-alarms.ts'
import { at } from '../signals.ts'

const arnOf = (kind: string, name: string) => `arn:aws:cloudwatch:eu-central-1:111122223333:${kind}:${name}`
const alarm = (name: string, more: object = {}) => ({
  AlarmName: name,
  AlarmArn: arnOf('alarm', name),
  StateValue: 'ALARM',
  StateReason: 'Threshold Crossed',
  StateTransitionedTimestamp: new Date(at('08:00')),
  StateUpdatedTimestamp: new Date(at('08:30')),
  ...more,
})

/** A CloudWatch that answers as the story says, and what it was asked. */
function asking(answer: (call: string, input: any) => object) {
  const asked: object[] = []
  const send = async ({ constructor: { name }, input }: any) => {
    asked.push({ [name]: input })
    return answer(name, input)
  }
  return { asked, alarms: cloudwatchAlarms({ send } as unknown as CloudWatchClient) }
}

it('asks for every alarm in ALARM, of every type, a hundred at a time', async () => {
  const { alarms, asked } = asking((_, { NextToken }) =>
    NextToken === undefined
      ? { MetricAlarms: [alarm('a')], NextToken: 'more' }
      : { CompositeAlarms: [alarm('b', { ActionsSuppressedBy: 'Alarm' })], LogAlarms: [alarm('c')] },
  )
  expect(await alarms.holding()).toMatchObject([
    {
      name: 'a',
      arn: arnOf('alarm', 'a'),
      state: 'alarm',
      origin: { account: '111122223333', region: 'eu-central-1' },
    },
    { name: 'b', suppressed: 'Alarm' },
    { name: 'c' },
  ])
  const which = { StateValue: 'ALARM', AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'], MaxRecords: 100 }
  expect(asked).toEqual([{ DescribeAlarmsCommand: which }, { DescribeAlarmsCommand: { ...which, NextToken: 'more' } }])
})

it('takes the time at which the state changed, not that at which its reason did', async () => {
  const { alarms } = asking(() => ({ MetricAlarms: [alarm('a')] }))
  expect(await alarms.holding()).toMatchObject([{ since: at('08:00') }])
})

it('asks by name for as many as CloudWatch takes', async () => {
  const { alarms, asked } = asking((_, { AlarmNames }) => ({
    MetricAlarms: AlarmNames.slice(1).map((one: string) => alarm(one)),
  }))
  const found = await alarms.named(Array.from({ length: 250 }, (_, nth) => `a-${nth}`))
  expect(asked).toHaveLength(3)
  expect(found).toHaveLength(247)
})

it('does without log alarms where a region does not know them', async () => {
  const { alarms, asked } = asking((_, { AlarmTypes }) => {
    if (AlarmTypes.includes('LogAlarm')) throw Object.assign(new Error('not in the enum'), { name: 'ValidationError' })
    return { MetricAlarms: [alarm('a')] }
  })
  expect(await alarms.holding()).toHaveLength(1)
  expect(await alarms.named(['a'])).toHaveLength(1)
  expect(asked).toHaveLength(3)
})

it('does not take another refusal for an answer', async () => {
  const { alarms } = asking(() => {
    throw Object.assign(new Error('no'), { name: 'AccessDenied' })
  })
  await expect(alarms.holding()).rejects.toThrow('no')
})

it('knows which rule mutes an alarm now', async () => {
  const { alarms, asked } = asking((call, { AlarmMuteRuleName }) =>
    call === 'ListAlarmMuteRulesCommand'
      ? { AlarmMuteRuleSummaries: [{ AlarmMuteRuleArn: arnOf('alarm-mute-rule', 'night:build') }] }
      : { Name: AlarmMuteRuleName, MuteTargets: { AlarmNames: ['a', 'b'] } },
  )
  expect([...(await alarms.muted())]).toEqual([
    ['a', 'night:build'],
    ['b', 'night:build'],
  ])
  expect(asked).toEqual([
    { ListAlarmMuteRulesCommand: { Statuses: ['ACTIVE'] } },
    { GetAlarmMuteRuleCommand: { AlarmMuteRuleName: 'night:build' } },
  ])
})

it.each([
  ['takes no alarm for muted where a region has no mute rules', 'UnknownOperationException', 0],
  ['does not take an alarm for not muted when it may not ask', 'AccessDenied', 'refused'],
])('%s', async (_, name, expected) => {
  const { alarms } = asking(() => {
    throw Object.assign(new Error('no'), { name })
  })
  expect(
    await alarms.muted().then(
      ({ size }) => size,
      () => 'refused',
    ),
  ).toBe(expected)
})

describe('what it describes is taken by the patterns that take its events', () => {
  const eventOf = async (described: object) => {
    const { alarms } = asking(() => ({ MetricAlarms: [alarm('checkout-5xx', described)] }))
    return (await alarms.holding())[0]!.event
  }

  it.each([
    ['its state', {}, { state: { value: ['ALARM'] } }],
    ['its description', { AlarmDescription: 'team:shop' }, { configuration: { description: [{ prefix: 'team:' }] } }],
    [
      'its metric',
      {
        Namespace: 'AWS/ECS',
        MetricName: 'CPU',
        Dimensions: [{ Name: 'Service', Value: 'shop' }],
        Period: 60,
        Statistic: 'Sum',
      },
      {
        configuration: {
          metrics: {
            metricStat: {
              metric: { namespace: ['AWS/ECS'], name: ['CPU'], dimensions: { Service: ['shop'] } },
              period: [60],
              stat: ['Sum'],
            },
            returnData: [true],
          },
        },
      },
    ],
    [
      'its metric math',
      { Metrics: [{ Id: 'e1', Expression: 'm1/m2', Label: 'rate', ReturnData: true }] },
      {
        configuration: {
          metrics: { id: ['e1'], expression: ['m1/m2'], label: ['rate'], metricStat: [{ exists: false }] },
        },
      },
    ],
    ['its rule', { AlarmRule: 'ALARM(a)' }, { configuration: { alarmRule: [{ prefix: 'ALARM(' }] } }],
  ])('%s', async (_, described, pattern) => {
    expect(compilePattern(pattern)(await eventOf(described))).toBe(true)
  })
})
