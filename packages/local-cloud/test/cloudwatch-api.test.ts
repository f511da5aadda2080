import {
  CloudWatchClient,
  DeleteAlarmMuteRuleCommand,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  GetAlarmMuteRuleCommand,
  ListAlarmMuteRulesCommand,
  paginateDescribeAlarms,
  PutAlarmMuteRuleCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch'
import { arnOf } from '../src/arn.ts'
import { MovedClock } from '../src/clock.ts'
import { createCloudWatch } from '../src/services/cloudwatch/cloudwatch.ts'
import { openStore } from '../src/store.ts'
import { start as startEndpoint } from './aws-endpoint-started.ts'

const now = Date.UTC(2026, 10, 21, 9, 0, 3, 127)
const minute = 60_000

async function start() {
  const [store, clock] = [openStore(), new MovedClock(now)]
  const sent: any[] = []
  const cloudwatch = createCloudWatch(store, clock, (event) => void sent.push(event))
  const asked: { action: string; resource: string }[] = []
  const authorize = (_: unknown, permissions: readonly (typeof asked)[number][]) => void asked.push(...permissions)
  const { client } = await startEndpoint({ monitoring: cloudwatch.api }, { authorize })
  const aws = new CloudWatchClient(client())
  const describe = (input: DescribeAlarmsCommandInput = {}) => aws.send(new DescribeAlarmsCommand(input))
  return { cloudwatch, aws, clock, sent, asked, describe }
}

it('describes an alarm as CloudWatch does', async () => {
  const { cloudwatch, describe, asked } = await start()
  cloudwatch.setAlarm('checkout-5xx', { state: 'ALARM', reason: 'too many', dimensions: { LoadBalancer: 'shop' } })
  expect(await describe()).toMatchObject({
    MetricAlarms: [
      {
        AlarmName: 'checkout-5xx',
        AlarmArn: arnOf('cloudwatch', 'alarm:checkout-5xx'),
        StateValue: 'ALARM',
        StateReason: 'too many',
        StateUpdatedTimestamp: new Date(now),
        StateTransitionedTimestamp: new Date(now),
        Dimensions: [{ Name: 'LoadBalancer', Value: 'shop' }],
      },
    ],
    CompositeAlarms: [],
  })
  expect(asked).toEqual([{ action: 'cloudwatch:DescribeAlarms', resource: arnOf('cloudwatch', 'alarm:*') }])
})

it('pages, a hundred at most, and loses none when others go meanwhile', async () => {
  const { cloudwatch, aws, describe } = await start()
  const names = Array.from({ length: 230 }, (_, n) => `a${String(n).padStart(3, '0')}`)
  for (const name of names) cloudwatch.setAlarm(name, { state: name < 'a050' ? 'OK' : 'ALARM' })
  const seen: (string | undefined)[] = []
  let pages = 0
  for await (const page of paginateDescribeAlarms({ client: aws, pageSize: 100 }, { StateValue: 'ALARM' })) {
    if (pages++ === 0) cloudwatch.deleteAlarm('a060')
    seen.push(...(page.MetricAlarms ?? []).map(({ AlarmName }) => AlarmName))
  }
  expect([pages, seen]).toEqual([2, names.slice(50)])
  await expect(describe({ MaxRecords: 101 })).rejects.toMatchObject({ name: 'ValidationException' })
  await expect(describe({ NextToken: 'nonsense' })).rejects.toMatchObject({ name: 'InvalidNextToken' })
})

it('finds alarms by name, of which those that are not there are left out', async () => {
  const { cloudwatch, describe } = await start()
  for (const name of ['a', 'b', 'bc']) cloudwatch.setAlarm(name, { state: 'OK' })
  const named = async (input: DescribeAlarmsCommandInput) =>
    (await describe(input)).MetricAlarms?.map(({ AlarmName }) => AlarmName)
  expect(await named({ AlarmNames: ['b', '__proto__', 'gone'] })).toEqual(['b'])
  expect(await named({ AlarmNamePrefix: 'b' })).toEqual(['b', 'bc'])
  await expect(named({ AlarmNamePrefix: 'b', AlarmNames: ['a'] })).rejects.toThrow('exclude each other')
})

it('shows composite alarms to who asks for them and may see all, suppressed while their suppressor holds', async () => {
  const { cloudwatch, describe, asked, sent } = await start()
  cloudwatch.setAlarm('shop', { suppressor: 'deploying', state: 'ALARM' })
  expect((await describe()).MetricAlarms).toEqual([])
  const composite = async () => (await describe({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] })).CompositeAlarms?.[0]
  expect(await composite()).toMatchObject({ StateValue: 'ALARM', ActionsSuppressor: 'deploying' })
  expect(await composite()).not.toHaveProperty('ActionsSuppressedBy')
  expect(asked.at(-1)).toEqual({ action: 'cloudwatch:DescribeAlarms', resource: '*' })

  cloudwatch.setAlarm('deploying', { state: 'ALARM' })
  expect(await composite()).toMatchObject({ ActionsSuppressedBy: 'Alarm' })
  cloudwatch.setAlarm('shop', { state: 'OK' })
  expect(sent.at(-1).detail).toMatchObject({
    state: { value: 'OK', actionsSuppressedBy: 'Alarm' },
    configuration: { alarmRule: 'TRUE', actionsSuppressor: 'deploying' },
  })
})

it('sets and deletes alarms for who calls it', async () => {
  const { cloudwatch, aws, sent } = await start()
  const set = { AlarmName: 'a', StateValue: 'ALARM', StateReason: 'drill' } as const
  await expect(aws.send(new SetAlarmStateCommand(set))).rejects.toMatchObject({ name: 'ResourceNotFound' })
  cloudwatch.setAlarm('a', { state: 'OK' })
  await aws.send(new SetAlarmStateCommand(set))
  await aws.send(new DeleteAlarmsCommand({ AlarmNames: ['a'] }))
  expect(sent.slice(1).map(({ detail }) => detail.operation ?? detail.state.reason)).toEqual(['drill', 'delete'])
})

describe('a mute rule', () => {
  const rule = (Expression: string, Duration = 'PT2H') => ({
    Name: 'nights',
    Rule: { Schedule: { Expression, Duration } },
    MuteTargets: { AlarmNames: ['a', 'b'] },
  })

  it('is listed with its status, and tells what it mutes', async () => {
    const { aws, clock } = await start()
    await aws.send(new PutAlarmMuteRuleCommand(rule('at(2026-11-21T10:00)')))
    const list = async (input = {}) =>
      (await aws.send(new ListAlarmMuteRulesCommand(input))).AlarmMuteRuleSummaries?.map(({ Status }) => Status)
    expect(await list()).toEqual(['SCHEDULED'])
    expect(await list({ Statuses: ['ACTIVE'] })).toEqual([])
    clock.move(60 * minute)
    expect(await list({ Statuses: ['ACTIVE'], AlarmName: 'b' })).toEqual(['ACTIVE'])
    expect(await list({ AlarmName: 'c' })).toEqual([])
    expect(await aws.send(new GetAlarmMuteRuleCommand({ AlarmMuteRuleName: 'nights' }))).toMatchObject({
      AlarmMuteRuleArn: arnOf('cloudwatch', 'alarm-mute-rule:nights'),
      MuteTargets: { AlarmNames: ['a', 'b'] },
      Status: 'ACTIVE',
      MuteType: 'ONE_TIME',
    })
    clock.move(120 * minute)
    expect(await list()).toEqual(['EXPIRED'])
    await aws.send(new DeleteAlarmMuteRuleCommand({ AlarmMuteRuleName: 'nights' }))
    const gone = aws.send(new GetAlarmMuteRuleCommand({ AlarmMuteRuleName: 'nights' }))
    await expect(gone).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })

  it('that comes again mutes each time, and says in the events until when', async () => {
    const { cloudwatch, aws, clock, sent } = await start()
    await aws.send(new PutAlarmMuteRuleCommand(rule('cron(0 10 * * SAT)')))
    for (const [waits, state] of [
      [61, 'ALARM'],
      [120, 'OK'],
      [7 * 24 * 60 - 120, 'ALARM'],
    ] as const) {
      clock.move(waits * minute)
      cloudwatch.setAlarm('a', { state })
    }
    const window = (day: number) => ({
      mutedByArn: arnOf('cloudwatch', 'alarm-mute-rule:nights'),
      muteWindowStart: `2026-11-${day}T10:00:00.000+0000`,
      muteWindowEnd: `2026-11-${day}T12:00:00.000+0000`,
    })
    expect(sent.map(({ detail }) => detail.muteDetail)).toEqual([window(21), undefined, window(28)])
  })

  it('that cannot be is refused', async () => {
    const { aws } = await start()
    const put = (...given: Parameters<typeof rule>) => aws.send(new PutAlarmMuteRuleCommand(rule(...given)))
    await expect(put('every night')).rejects.toThrow('neither at(')
    await expect(put('at(2026-11-21T10:00)', 'P16D')).rejects.toThrow('P15D')
    await expect(put('cron(0 10 * * 6)')).rejects.toThrow('name the days')
  })
})
