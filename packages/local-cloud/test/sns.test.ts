import {
  CreateTopicCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  type PublishCommandInput,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns'
import { MovedClock } from '../src/clock.ts'
import { deployedTopics } from '../src/deploy/topics.ts'
import { arnOf } from '../src/arn.ts'
import { AwsError } from '../src/aws-error.ts'
import { createSns } from '../src/services/sns/sns.ts'
import { openStore } from '../src/store.ts'
import { start as startEndpoint } from './aws-endpoint-started.ts'
import { templateOf } from './template-of.ts'

const checkout = { name: 'andon-checkout', arn: arnOf('sns', 'andon-checkout') }
const search = { name: 'andon-search', arn: arnOf('sns', 'andon-search') }

async function start({ store = openStore(), topics = [search, checkout], mayPublish = true } = {}) {
  const clock = new MovedClock(Date.UTC(2026, 10, 21, 9))
  const sns = createSns({ store, clock, topics })
  const authorize = () => {
    if (!mayPublish) throw new AwsError('AccessDeniedException', 'not authorized to perform: sns:Publish')
  }
  const { client } = await startEndpoint({ sns: sns.api }, { authorize })
  const aws = new SNSClient(client())
  const publish = (over: Partial<PublishCommandInput> = {}) =>
    aws.send(new PublishCommand({ TopicArn: checkout.arn, Message: 'help wanted', ...over }))
  return { sns, aws, clock, store, publish }
}

it('keeps what a topic was told, by subject, text, attributes and time', async () => {
  const { sns, clock, publish } = await start()
  const told: string[] = []
  const stop = sns.onPublish((topic) => void told.push(topic))
  const MessageAttributes = {
    line: { DataType: 'String', StringValue: 'checkout' },
    proof: { DataType: 'Binary', BinaryValue: Buffer.from('hé') },
  }
  const { MessageId } = await publish({
    Subject: 'Checkout: nobody came',
    Message: 'ü & <b> 100 %\n+ more',
    MessageAttributes,
  })
  clock.move(60_000)
  stop()
  await publish({ TopicArn: undefined, TargetArn: checkout.arn })

  expect(MessageId).toMatch(/^[0-9a-f-]{36}$/)
  expect(sns.messages('andon-checkout')).toEqual([
    {
      subject: 'Checkout: nobody came',
      message: 'ü & <b> 100 %\n+ more',
      attributes: { line: 'checkout', proof: Buffer.from('hé').toString('base64') },
      at: '2026-11-21T09:00:00.000Z',
    },
    { message: 'help wanted', attributes: {}, at: '2026-11-21T09:01:00.000Z' },
  ])
  expect(sns.messages('andon-search')).toEqual([])
  expect(told).toEqual(['andon-checkout'])
  expect(sns.topics()).toEqual(['andon-checkout', 'andon-search'])
  expect(() => sns.messages('andon-kitchen')).toThrow('There is no topic andon-kitchen')
})

it('remembers through a restart, and only the newest 200', async () => {
  const { sns, store } = await start()
  const tell = (n: number) => sns.api.call('Publish', { TopicArn: checkout.arn, Message: `${n}` }, { kind: 'owner' })
  for (let n = 1; n <= 203; n++) await tell(n)
  const { sns: again, publish } = await start({ store })
  expect(again.messages('andon-checkout')).toEqual(sns.messages('andon-checkout'))
  await publish({ Message: 'after' })
  const messages = (await start({ store })).sns.messages('andon-checkout').map(({ message }) => message)
  expect(messages).toHaveLength(200)
  expect([messages[0], messages.at(-2), messages.at(-1)]).toEqual(['5', '203', 'after'])
})

it('takes 256 KB and a subject of 100 characters, and not one more', async () => {
  const { sns, publish } = await start()
  const attribute = { a: { DataType: 'String', StringValue: 'b' } }
  await publish({ Message: 'ü'.repeat(128 * 1024) })
  await publish({ Message: 'x'.repeat(256 * 1024 - 8), MessageAttributes: attribute, Subject: 's'.repeat(100) })
  for (const tooMuch of [
    { Message: `${'ü'.repeat(128 * 1024)}x` },
    { Message: 'x'.repeat(256 * 1024 - 7), MessageAttributes: attribute },
    { Subject: 's'.repeat(101) },
  ]) {
    await expect(publish(tooMuch)).rejects.toMatchObject({ name: 'InvalidParameterException' })
  }
  expect(sns.messages('andon-checkout')).toHaveLength(2)
})

it.each([
  ['a subject with a line break', { Subject: 'two\nlines' }, 'Invalid parameter: Subject'],
  ['a subject that is not ASCII', { Subject: 'prüfen' }, 'Invalid parameter: Subject'],
  ['an empty subject', { Subject: '' }, 'Invalid parameter: Subject'],
  ['an empty message', { Message: '' }, 'Invalid parameter: Empty message'],
  ['no topic', { TopicArn: undefined }, 'TopicArn or TargetArn'],
  ['a structure without a default', { MessageStructure: 'json', Message: '{"sms":"x"}' }, 'No default entry'],
  ['a structure that is no JSON', { MessageStructure: 'json' }, 'failed to parse'],
  ['an attribute without a value', { MessageAttributes: { a: { DataType: 'String' } } }, 'non-empty value'],
  [
    'an attribute of no type',
    { MessageAttributes: { a: { DataType: 'Text', StringValue: 'x' } } },
    'invalid message attribute type',
  ],
  [
    'an attribute of no name',
    { MessageAttributes: { 'a b': { DataType: 'String', StringValue: 'x' } } },
    "name 'a b' is invalid",
  ],
])('refuses %s, as SNS does', async (_, over, says) => {
  const { sns, publish } = await start()
  await expect(publish(over)).rejects.toMatchObject({
    message: expect.stringContaining(says),
    $metadata: { httpStatusCode: 400 },
  })
  expect(sns.messages('andon-checkout')).toEqual([])
})

it('knows no other topic', async () => {
  const { publish } = await start()
  const unknown = { name: 'NotFoundException', message: 'Topic does not exist', $metadata: { httpStatusCode: 404 } }
  await expect(publish({ TopicArn: arnOf('sns', 'andon-kitchen') })).rejects.toMatchObject(unknown)
  await expect(publish({ TopicArn: 'andon-checkout' })).rejects.toMatchObject(unknown)
})

it('asks for permission on the topic, and denies in the words of SNS', async () => {
  const { sns, publish } = await start({ mayPublish: false })
  expect(sns.api.permissionsFor('Publish', { TopicArn: checkout.arn, Message: 'x' })).toEqual([
    { action: 'sns:Publish', resource: checkout.arn },
  ])
  await expect(publish()).rejects.toMatchObject({
    name: 'AuthorizationErrorException',
    message: 'not authorized to perform: sns:Publish',
    $metadata: { httpStatusCode: 403 },
  })
  expect(sns.messages('andon-checkout')).toEqual([])
})

it('names what is not modelled', async () => {
  const { aws, publish } = await start()
  const create = aws.send(new CreateTopicCommand({ Name: 'andon-kitchen' }))
  await expect(create).rejects.toMatchObject({ message: expect.stringContaining('sns:CreateTopic is not modelled') })
  await expect(publish({ MessageGroupId: 'a' })).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } })
})

it('keeps who has subscribed to a topic, for as long as there is that topic', async () => {
  const { aws, store } = await start()
  const subscribe = (TopicArn: string, Protocol = 'email') =>
    aws.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint: 'ada@example.com' }))
  await subscribe(checkout.arn)
  await subscribe(search.arn)
  await expect(subscribe(checkout.arn, 'sqs')).rejects.toMatchObject({ name: 'InvalidParameterException' })
  await expect(subscribe(arnOf('sns', 'andon-kitchen'))).rejects.toMatchObject({ name: 'NotFoundException' })

  const listed = async (client: SNSClient, { arn }: typeof checkout) =>
    (await client.send(new ListSubscriptionsByTopicCommand({ TopicArn: arn }))).Subscriptions
  expect(await listed(aws, checkout)).toMatchObject([{ Protocol: 'email', Endpoint: 'ada@example.com' }])
  // A deployment without the topic, and one that has it again.
  await start({ store, topics: [search] })
  const { aws: later } = await start({ store })
  expect(await listed(later, checkout)).toEqual([])
  expect(await listed(later, search)).toHaveLength(1)
})

describe('the topics of a template', () => {
  const topic = (Properties: Record<string, unknown>) => ({ Type: 'AWS::SNS::Topic', Properties })
  const subscription = (Protocol: string) => ({ Type: 'AWS::SNS::Subscription', Properties: { Protocol } })

  it('are known by their names; whom they tell by mail does not matter here', () => {
    const Subscription = [{ Protocol: 'email', Endpoint: 'a@example.com' }]
    const template = templateOf({ A: topic({ TopicName: 'andon-checkout', Subscription }), B: subscription('sms') })
    expect(deployedTopics(template)).toEqual([checkout])
  })

  it.each([
    ['that is first in, first out', { A: topic({ FifoTopic: true }) }, 'FifoTopic'],
    ['that feeds a queue', { A: topic({ Subscription: [{ Protocol: 'sqs' }] }) }, 'A: a subscription by sqs'],
    ['that a function subscribes to', { B: subscription('lambda') }, 'B: a subscription by lambda'],
  ])('are refused when there is one %s', (_, resources, named) => {
    expect(() => deployedTopics(templateOf(resources))).toThrow(named)
  })
})
