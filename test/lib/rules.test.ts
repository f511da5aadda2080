import type { Stack } from 'aws-cdk-lib'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { CfnQueue, Queue } from 'aws-cdk-lib/aws-sqs'
import example from '../fixtures/andon.config.ts'
import escalating from '../fixtures/escalation.config.ts'
import { manySources } from './many-sources.ts'
import { alarmsFrom } from './others-alarms.ts'
import { actions, config } from './policy-cases.ts'
import { find, mayOf } from './reading.ts'
import { synthesize } from './synthesized.ts'

// All of the checked ones are here: the CDK's rules take seconds to load, in each file that asks them.
const checkedWith = (spoil: (stack: Stack) => unknown) => () =>
  synthesize({ checked: true, spoil: (stack) => void spoil(stack) })

it('has nothing to say against the example', () => {
  expect(checkedWith(() => {})).not.toThrow()
})

it.each([
  ['calls by a pager and a rota', escalating],
  ['alarms of other accounts', { ...example, alarmsFrom }],
  ['sources, however many', { ...example, sources: manySources }],
])('has nothing to say against %s', (_, config) => {
  expect(() => synthesize({ config, checked: true })).not.toThrow()
})

it('has nothing to say against a playbook: what is declared is an exception that needs no line of its own', () => {
  expect(() => synthesize({ config, actions, checked: true })).not.toThrow()
})

describe('where there is more than a role can hold by name', () => {
  const longName = (n: number) => `line-with-a-long-name-indeed-${n}`
  const lines = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [longName(n), example.lines.search]))
  const lights = Object.fromEntries(
    Array.from({ length: 60 }, (_, n) => [`light-${n}`, { shows: ['search' as const] }]),
  )
  const { checkout, search, platform } = example.lines
  const many = synthesize({
    config: { ...example, lights, lines: { checkout, search, platform, ...lines } },
    checked: true,
  })

  it('names no light, and still stays within what is a light’s', () => {
    const iotCalls = (name: string) => mayOf(many, name).filter((call) => call.startsWith('iot:'))
    expect(iotCalls('andon-on-change')).toEqual([
      'iot:Publish on iot topic/andon/lights/*/command',
      'iot:RetainPublish on iot topic/andon/lights/*/command',
    ])
    expect(iotCalls('andon-on-minute')).toEqual([
      'iot:GetConnection on iot client/*',
      'iot:GetRetainedMessage on iot topic/andon/lights/*/reported',
    ])
  })

  it('names no line’s topic', () => {
    expect(mayOf(many, 'andon-on-notice').filter((call) => call.startsWith('sns:'))).toEqual([
      'sns:Publish on sns andon-line-*',
    ])
    const { Role } = find(many, 'AWS::Lambda::Function', 'FunctionName', 'andon-on-notice').Properties
    // What a role's own policies may have in all, with some room for the account's and the region's names.
    expect(JSON.stringify(many.Resources[Role['Fn::GetAtt'][0]]!.Properties.Policies).length).toBeLessThan(10_240)
  })
})

it('stops the synth at a permission that is wider than our exceptions', () => {
  const spoil = (stack: Stack) =>
    new Role(stack, 'Wide', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }).addToPolicy(
      new PolicyStatement({ actions: ['s3:*'], resources: ['*'] }),
    )
  expect(checkedWith(spoil)).toThrow('AwsSolutions-IAM5[Action::s3:*]')
})

it('stops the synth at a queue that takes messages without TLS', () => {
  expect(checkedWith((stack) => new Queue(stack, 'Open'))).toThrow('AwsSolutions-SQS4')
})

it('stops the synth at a property that CloudFormation would refuse', () => {
  const spoil = (stack: Stack) => {
    const slow = new Queue(stack, 'Slow', { enforceSSL: true, deadLetterQueue: aDeadLetterQueue(stack) })
    const { defaultChild } = slow.node
    if (defaultChild instanceof CfnQueue) defaultChild.addPropertyOverride('DelaySeconds', 'soon')
  }
  expect(checkedWith(spoil)).toThrow("DelaySeconds: 'soon' is not of type 'integer'")
})

const aDeadLetterQueue = (stack: Stack) => ({
  queue: new Queue(stack, 'SlowDead', { enforceSSL: true }),
  maxReceiveCount: 3,
})
