import type { Stack } from 'aws-cdk-lib'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { CfnQueue, Queue } from 'aws-cdk-lib/aws-sqs'
import { synthesize } from './synthesized.ts'

const checkedWith = (spoil: (stack: Stack) => unknown) => () =>
  synthesize({ checked: true, spoil: (stack) => void spoil(stack) })

it('has nothing to say against the example', () => {
  expect(checkedWith(() => {})).not.toThrow()
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
