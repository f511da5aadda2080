import { owner } from '../src/caller.ts'
import { BadEvent } from '../src/services/eventbridge/eventbridge.ts'
import { NotModelled } from '../src/not-modelled.ts'
import { aRule, aTarget, anAlarm, functionArn, queueArn, ruleArn, start } from './eventbridge-cloud.ts'

describe('an event on the default bus', () => {
  it('goes to the queue of the rule that it fits, exactly as given', () => {
    const { events, sent } = start({ Alarms: aRule() })
    const alarm = anAlarm({}, { 'a-field-of-its-own': [1] })

    events.put('default', alarm)
    events.put('default', anAlarm({}, { source: 'aws.ec2' }))

    expect(sent).toEqual([{ arn: queueArn, body: alarm, options: {} }])
  })
  it('goes to a function, and into a message group', () => {
    const { events, sent, invoked } = start({
      Alarms: aRule(
        {},
        { Targets: [aTarget({ Arn: functionArn }), aTarget({ Id: 'Q', SqsParameters: { MessageGroupId: 'g' } })] },
      ),
    })
    events.put('default', anAlarm())
    expect(invoked).toEqual([anAlarm()])
    expect(sent).toEqual([expect.objectContaining({ options: { groupId: 'g' } })])
  })
  it('goes nowhere by a rule that is disabled, or of another bus', () => {
    const { events, sent } = start({
      Off: aRule({}, { State: 'DISABLED' }),
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'andon' } },
      Other: aRule({}, { EventBusName: 'andon' }),
    })
    events.put('default', anAlarm())
    expect(sent).toEqual([])
    events.put('andon', anAlarm())
    expect(sent).toHaveLength(1)
  })
  it('is refused, with every field that is wrong, when it is none', () => {
    const { events, sent } = start({
      Alarms: aRule({}, { EventPattern: { source: [{ exists: false }, { exists: true }] } }),
    })
    const { id: _, ...without } = anAlarm({}, { detail: 'text', time: 'noon' })

    expect(() => events.put('default', without)).toThrow(BadEvent)
    expect(() => events.put('default', without)).toThrow(/id: .*; time: must be a time.*; detail: /)
    expect(() => events.put('default', null)).toThrow(/the event: /)
    expect(sent).toEqual([])
  })
  it('is refused for a bus that is not there', () => {
    expect(() => start({}).events.put('andon', anAlarm())).toThrow(/Event bus andon does not exist/)
  })
})

describe('what a target is given', () => {
  const given = (target: object) => {
    const { events, sent } = start({ Alarms: aRule(target) })
    events.put('default', anAlarm({ reason: 'a "quoted" one', list: [{ n: 1 }], n: 5 }))
    return sent[0]?.body
  }
  const transformed = (InputTemplate: string, InputPathsMap: object = {}) =>
    given({ InputTransformer: { InputPathsMap, InputTemplate } })

  it('may be fixed', () => expect(given({ Input: '{"a":1}' })).toEqual({ a: 1 }))
  it('may be a part of the event', () => expect(given({ InputPath: '$.detail.list[0]' })).toEqual({ n: 1 }))
  it.each<[template: string, result: unknown]>([
    ['{"name":<name>,"n":<n>,"list":<list>}', { name: 'checkout-5xx', n: 5, list: [{ n: 1 }] }],
    ['{"text":"<name> has <n> of <list>"}', { text: 'checkout-5xx has 5 of [{"n":1}]' }],
    ['{"text":"because <reason>"}', { text: 'because a "quoted" one' }],
    ['"<name> is <state>"', 'checkout-5xx is ALARM'],
    ['{"gone":<gone>,"text":"<gone>"}', { gone: '', text: '' }],
    ['{"type":<type>,"rule":"<aws.events.rule-name>"}', { type: 'CloudWatch Alarm State Change', rule: 'alarms' }],
    [
      '{"rule":<aws.events.rule-arn>,"at":<aws.events.event.ingestion-time>}',
      { rule: ruleArn, at: '2026-11-21T09:00:00.000Z' },
    ],
    ['{"escaped":"\\"<name>\\""}', { escaped: '"checkout-5xx"' }],
  ])('may be made by the template %s', (template, result) => {
    const paths = { name: '$.detail.alarmName', n: '$.detail.n', list: '$.detail.list', reason: '$.detail.reason' }
    const more = { state: '$.detail.state.value', gone: '$.detail.gone', type: '$.detail-type' }
    expect(transformed(template, { ...paths, ...more })).toEqual(result)
  })
})

describe('a rule that cannot be played is refused at the start', () => {
  it.each<[target: object, message: RegExp]>([
    [{ Arn: 'arn:aws:kinesis:eu-central-1:000000000000:stream/s' }, /kinesis.*of the rule Alarms is not modelled/],
    [{ EcsParameters: {} }, /A target of the rule Alarms is not modelled: .*EcsParameters/s],
    [{ InputPath: '$.detail.*' }, /path \$\.detail\.\* in the rule Alarms/],
  ])('for its target %j', (target, message) => {
    expect(() => start({ Alarms: aRule(target) })).toThrow(NotModelled)
    expect(() => start({ Alarms: aRule(target) })).toThrow(message)
  })
  it('for its pattern', () => {
    const bad = aRule({}, { EventPattern: { source: [{ prefx: 'aws.' }] } })
    expect(() => start({ Alarms: bad })).toThrow(/event pattern of Alarms: source\[0\]\.prefx: no such operator/)
  })
  it('for its schedule', () => {
    const last = aRule({}, { EventPattern: undefined, ScheduleExpression: 'cron(0 9 L * ? *)' })
    expect(() => start({ Alarms: last })).toThrow(/cron\(0 9 L \* \? \*\) of the rule Alarms/)
  })
})

describe('PutEvents', () => {
  const caller = { kind: 'function', name: 'on-change' } as const
  const entry = (but: object = {}) => ({
    Source: 'andon',
    DetailType: 'Line Stopped',
    Detail: '{"line":"checkout"}',
    ...but,
  })
  const andon = aRule({}, { EventPattern: { source: [{ exists: true }] } })
  const call = async (...Entries: object[]) => {
    const { events, sent } = start({ Alarms: andon })
    return { answer: await events.api.call('PutEvents', { Entries }, caller), bodies: sent.map(({ body }) => body) }
  }

  it('puts an event with all that AWS fills in', async () => {
    const { answer, bodies } = await call(entry({ Time: new Date(1_795_251_600_900), Resources: ['arn:x'] }), entry())
    const filled = { version: '0', id: expect.any(String), account: '000000000000', region: 'eu-central-1' }
    const own = { source: 'andon', 'detail-type': 'Line Stopped', detail: { line: 'checkout' } }
    expect(bodies).toEqual([
      { ...filled, ...own, time: new Date(1_795_251_600_000).toISOString().replace('.000', ''), resources: ['arn:x'] },
      { ...filled, ...own, time: '2026-11-21T09:00:00Z', resources: [] },
    ])
    expect(answer).toEqual({
      FailedEntryCount: 0,
      Entries: [{ EventId: expect.any(String) }, { EventId: expect.any(String) }],
    })
  })
  it.each<[but: object, code: string]>([
    [{ Detail: '{' }, 'MalformedDetail'],
    [{ Detail: '[1]' }, 'MalformedDetail'],
    [{ Source: undefined }, 'InvalidArgument'],
    [{ Source: 'aws.cloudwatch' }, 'NotAuthorizedForSourceException'],
    [{ EventBusName: 'nowhere' }, 'ResourceNotFoundException'],
  ])('refuses the entry with %j, and it alone', async (but, code) => {
    const { answer, bodies } = await call(entry(but), entry())
    expect(answer).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: code }, { EventId: expect.any(String) }],
    })
    expect(bodies).toHaveLength(1)
  })
  it('refuses more than ten entries, none, and more than 256 KB', async () => {
    await expect(call(...Array.from({ length: 11 }, () => entry()))).rejects.toThrow(/between 1 and 10; it has 11/)
    await expect(call()).rejects.toThrow(/it has 0/)
    const half = JSON.stringify({ text: 'x'.repeat(130 * 1024) })
    await expect(call(entry({ Detail: half }), entry({ Detail: half }))).rejects.toThrow(/over the limit/)
  })
  it('needs the permission for each bus that it puts on', () => {
    const bus = 'arn:aws:events:eu-central-1:000000000000:event-bus/andon'
    const input = { Entries: [entry(), entry({ EventBusName: bus }), entry({ EventBusName: 'andon' })] }
    expect(start({}).events.api.permissionsFor('PutEvents', input)).toEqual([
      { action: 'events:PutEvents', resource: 'arn:aws:events:eu-central-1:000000000000:event-bus/default' },
      { action: 'events:PutEvents', resource: bus },
    ])
  })
})

it('lists the rules of a bus', async () => {
  const { events } = start({
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'andon' } },
    Other: aRule({}, { EventBusName: 'andon', Name: 'cord-pulled' }),
    Alarms: aRule(),
  })
  expect(await events.api.call('ListRules', { EventBusName: 'andon' }, owner)).toMatchObject({
    Rules: [{ Name: 'cord-pulled', State: 'ENABLED', EventBusName: 'andon' }],
  })
  expect(await events.api.call('ListRules', {}, owner)).toMatchObject({ Rules: [{ EventBusName: 'default' }] })
})
