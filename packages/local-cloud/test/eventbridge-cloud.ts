import { Activity } from '../src/activity.ts'
import { MovedClock } from '../src/clock.ts'
import { createEventBridge } from '../src/services/eventbridge/eventbridge.ts'
import { AwsError } from '../src/aws-error.ts'
import type { SendOptions } from '../src/services/sqs/queues.ts'
import { openStore } from '../src/store.ts'
import { templateOf, type WrittenResource } from './template-of.ts'

export const queueArn = 'arn:aws:sqs:eu-central-1:000000000000:signals'
export const deadArn = 'arn:aws:sqs:eu-central-1:000000000000:dead'
export const functionArn = 'arn:aws:lambda:eu-central-1:000000000000:function:on-minute'
export const ruleArn = 'arn:aws:events:eu-central-1:000000000000:rule/alarms'

export const at = (time: string) => Date.parse(`2026-11-21T${time}Z`)

/** An alarm's change, as CloudWatch sends it. */
export const anAlarm = (detail: object = {}, but: object = {}) => ({
  version: '0',
  id: 'e-1',
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  account: '000000000000',
  time: '2026-11-21T09:00:00Z',
  region: 'eu-central-1',
  resources: ['arn:aws:cloudwatch:eu-central-1:000000000000:alarm:checkout-5xx'],
  detail: { alarmName: 'checkout-5xx', state: { value: 'ALARM' }, ...detail },
  ...but,
})

export const aTarget = (but: object = {}) => ({ Id: 'T', Arn: queueArn, ...but })

/** A rule for alarms, on the default bus, with one target. */
export const aRule = (target: object = {}, but: object = {}): WrittenResource => ({
  Type: 'AWS::Events::Rule',
  Properties: {
    Name: 'alarms',
    EventPattern: { source: ['aws.cloudwatch'] },
    Targets: [aTarget(target)],
    ...but,
  },
})

const queue = (QueueName: string): WrittenResource => ({ Type: 'AWS::SQS::Queue', Properties: { QueueName } })

/** Both queues let in every rule, and every rule may invoke the function. */
const open: Record<string, WrittenResource> = {
  Signals: queue('signals'),
  Dead: queue('dead'),
  Policy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'Signals' }, { Ref: 'Dead' }],
      PolicyDocument: {
        Statement: {
          Effect: 'Allow',
          Action: 'sqs:SendMessage',
          Principal: { Service: 'events.amazonaws.com' },
          Resource: '*',
        },
      },
    },
  },
  Permission: {
    Type: 'AWS::Lambda::Permission',
    Properties: { Action: 'lambda:InvokeFunction', FunctionName: functionArn, Principal: 'events.amazonaws.com' },
  },
}

export interface Sent {
  readonly arn: string
  readonly body: unknown
  readonly options: SendOptions
}

/** A cloud of EventBridge alone, with queues and functions that only write down what they are given. */
export function start(
  resources: Record<string, WrittenResource>,
  { clock = new MovedClock(), store = openStore(), speed = 1 } = {},
) {
  const sent: Sent[] = []
  const invoked: unknown[] = []
  const failing = new Map<string, Error>()
  const template = templateOf({ ...open, ...resources })
  const refuse = (arn: string) => {
    const error = failing.get(arn)
    if (error !== undefined) throw error
  }
  const events = createEventBridge({
    template,
    clock,
    store,
    speed,
    activity: new Activity(),
    queues: {
      send(arn, body, options = {}) {
        refuse(arn)
        sent.push({ arn, body: JSON.parse(body), options })
      },
    },
    functions: {
      invoke: () => Promise.reject(new Error('EventBridge never waits for an answer')),
      invokeLater(arn, payload) {
        refuse(arn)
        invoked.push(payload)
      },
    },
  })
  return { events, sent, invoked, failing, clock, store }
}

/** An error that may pass, and one that does not. */
export const outOfOrder = new Error('connection reset')
export const noSuchQueue = new AwsError('QueueDoesNotExist.NonExistentQueue', 'The specified queue does not exist.')
