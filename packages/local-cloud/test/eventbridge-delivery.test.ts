import { MovedClock } from '../src/clock.ts'
import { openStore } from '../src/store.ts'
import {
  aRule,
  anAlarm,
  deadArn,
  functionArn,
  noSuchQueue,
  outOfOrder,
  queueArn,
  ruleArn,
  start,
} from './eventbridge-cloud.ts'

const hour = 60 * 60_000

describe('a target that fails', () => {
  it('is tried again, ever later, until it takes the event', () => {
    const { events, sent, failing, clock } = start({ Alarms: aRule() })
    failing.set(queueArn, outOfOrder)
    events.put('default', anAlarm())
    clock.move(6_000)
    expect(sent).toEqual([])

    failing.clear()
    clock.move(1_000)
    expect(sent).toEqual([{ arn: queueArn, body: anAlarm(), options: {} }])
    clock.move(24 * hour)
    expect(sent).toHaveLength(1)
  })
  it('is given up after its retries, and the event set aside with the reason', () => {
    const { events, sent, failing, clock } = start({
      Alarms: aRule({ RetryPolicy: { MaximumRetryAttempts: 2 }, DeadLetterConfig: { Arn: deadArn } }),
    })
    failing.set(queueArn, outOfOrder)
    events.put('default', anAlarm())
    clock.move(2_999)
    expect(sent).toEqual([])
    clock.move(1)
    expect(sent).toEqual([
      {
        arn: deadArn,
        body: anAlarm(),
        options: {
          attributes: {
            RULE_ARN: ruleArn,
            TARGET_ARN: queueArn,
            ERROR_CODE: 'ERROR_FROM_TARGET',
            ERROR_MESSAGE: 'connection reset',
            EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
            RETRY_ATTEMPTS: '2',
          },
        },
      },
    ])
    expect(events.lost()).toEqual([])
  })
  it('is given up when the event has grown too old', () => {
    const { events, sent, failing, clock } = start({
      Alarms: aRule({ RetryPolicy: { MaximumEventAgeInSeconds: 60 }, DeadLetterConfig: { Arn: deadArn } }),
    })
    failing.set(queueArn, outOfOrder)
    events.put('default', anAlarm())
    clock.move(60_000)
    expect(sent[0]?.options.attributes).toMatchObject({ EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds' })
  })
  it('is not tried again when it is not there', () => {
    const { events, sent, failing } = start({ Alarms: aRule({ DeadLetterConfig: { Arn: deadArn } }) })
    failing.set(queueArn, noSuchQueue)
    events.put('default', anAlarm())
    expect(sent[0]?.options.attributes).toMatchObject({ ERROR_CODE: 'NO_RESOURCE', RETRY_ATTEMPTS: '0' })
  })
  it('does not keep the event from the other targets', () => {
    const { events, invoked, failing } = start({
      Alarms: aRule(
        {},
        {
          Targets: [
            { Id: 'Q', Arn: queueArn },
            { Id: 'F', Arn: functionArn },
          ],
        },
      ),
    })
    failing.set(queueArn, outOfOrder)
    events.put('default', anAlarm())
    expect(invoked).toEqual([anAlarm()])
  })
  it('without a dead-letter queue loses the event, and that can be seen', () => {
    const { events, failing } = start({ Alarms: aRule({ RetryPolicy: { MaximumRetryAttempts: 0 } }) })
    failing.set(queueArn, outOfOrder)
    events.put('default', anAlarm())
    expect(events.lost()).toEqual([
      { ruleArn, targetArn: queueArn, code: 'ERROR_FROM_TARGET', message: 'connection reset', event: anAlarm() },
    ])
  })
  it('is tried again by the process that comes after the one that was killed', () => {
    const [clock, store] = [new MovedClock(), openStore()]
    const first = start({ Alarms: aRule() }, { clock, store })
    first.failing.set(queueArn, outOfOrder)
    first.events.put('default', anAlarm())
    first.events.close()

    const second = start({ Alarms: aRule() }, { clock, store })
    clock.move(24 * hour)
    expect([first.sent, second.sent]).toEqual([[], [expect.objectContaining({ body: anAlarm() })]])
  })
})

describe('without leave', () => {
  const closed = { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [{ Ref: 'Dead' }], PolicyDocument: letIn() } }
  function letIn() {
    const Principal = { Service: 'events.amazonaws.com' }
    return { Statement: { Effect: 'Allow', Action: 'sqs:SendMessage', Principal, Resource: deadArn } }
  }

  it('of the queue, a rule’s event is set aside at once', () => {
    const { events, sent } = start({ Alarms: aRule({ DeadLetterConfig: { Arn: deadArn } }), Policy: closed })
    events.put('default', anAlarm())
    expect(sent).toEqual([expect.objectContaining({ arn: deadArn })])
    expect(sent[0]?.options.attributes).toMatchObject({ ERROR_CODE: 'NO_PERMISSIONS' })
  })
  it('of the dead-letter queue either, it is lost', () => {
    const none = { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [], PolicyDocument: letIn() } }
    const { events, sent } = start({ Alarms: aRule({ DeadLetterConfig: { Arn: deadArn } }), Policy: none })
    events.put('default', anAlarm())
    expect(sent).toEqual([])
    expect(events.lost()).toEqual([
      expect.objectContaining({ code: 'NO_PERMISSIONS', message: expect.stringMatching(/does not let the rule in/) }),
    ])
  })
  it('of the function, it is not invoked', () => {
    const other = {
      Type: 'AWS::Lambda::Permission',
      Properties: { Action: 'lambda:InvokeFunction', FunctionName: functionArn, Principal: 'iot.amazonaws.com' },
    }
    const { events, invoked } = start({ Alarms: aRule({ Arn: functionArn }), Permission: other })
    events.put('default', anAlarm())
    expect(invoked).toEqual([])
    expect(events.lost()).toEqual([expect.objectContaining({ code: 'NO_PERMISSIONS' })])
  })
})

describe('from bus to bus', () => {
  const bus = (Name: string) => ({ Type: 'AWS::Events::EventBus', Properties: { Name } })
  const arn = (name: string) => `arn:aws:events:eu-central-1:000000000000:event-bus/${name}`
  const role = (Action: string) => ({
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'forwarder',
      AssumeRolePolicyDocument: {
        Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'events.amazonaws.com' } },
      },
      Policies: [{ PolicyDocument: { Statement: { Effect: 'Allow', Action, Resource: '*' } } }],
    },
  })
  const forward = (from: string, to: string) =>
    aRule(
      { Arn: arn(to), RoleArn: 'arn:aws:iam::000000000000:role/forwarder' },
      { Name: `to-${to}`, EventBusName: from },
    )
  const buses = { Bus: bus('andon'), Team: bus('team'), There: aRule({}, { EventBusName: 'andon' }) }

  it('an event goes on when the role lets it', () => {
    const { events, sent } = start({ ...buses, Role: role('events:PutEvents'), On: forward('default', 'andon') })
    events.put('default', anAlarm())
    expect(sent).toEqual([{ arn: queueArn, body: anAlarm(), options: {} }])
  })
  it('an event stays where it is without', () => {
    const { events, sent } = start({ ...buses, Role: role('sqs:*'), On: forward('default', 'andon') })
    events.put('default', anAlarm())
    expect(sent).toEqual([])
    expect(events.lost()).toEqual([expect.objectContaining({ code: 'NO_PERMISSIONS' })])
  })
  it('an event goes on once only, also between buses that lead to each other', () => {
    const { events, sent } = start({
      ...buses,
      Role: role('events:PutEvents'),
      On: forward('default', 'andon'),
      Back: forward('andon', 'default'),
    })
    events.put('default', anAlarm())
    expect(sent).toHaveLength(1)
    expect(events.lost()).toEqual([expect.objectContaining({ code: 'THIRD_ACCOUNT_HOP_DETECTED' })])
  })
})
