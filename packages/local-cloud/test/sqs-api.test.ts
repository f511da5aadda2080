import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs'
import { clientOf, ordered, signals, start, urlOf } from './sqs-over-http.ts'

const QueueUrl = urlOf('signals')
const everything = { MessageSystemAttributeNames: ['All' as const], MessageAttributeNames: ['All'] }

it('carries bodies and attributes whose MD5 the real client agrees with', async () => {
  const { queues, clock } = start()
  const client = await clientOf(queues)
  // The client itself rejects a body whose MD5 does not fit.
  const sent = await client.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: 'grüße ✓',
      MessageAttributes: {
        zone: { DataType: 'String', StringValue: 'eu' },
        count: { DataType: 'Number', StringValue: '3' },
      },
    }),
  )
  const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl, ...everything }))
  expect(Messages).toEqual([
    {
      MessageId: sent.MessageId,
      ReceiptHandle: expect.any(String),
      Body: 'grüße ✓',
      MD5OfBody: sent.MD5OfMessageBody,
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      Attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: String(clock.now()),
        ApproximateFirstReceiveTimestamp: String(clock.now()),
        SenderId: 'local',
      },
      MessageAttributes: {
        zone: { DataType: 'String', StringValue: 'eu' },
        count: { DataType: 'Number', StringValue: '3' },
      },
    },
  ])
})

it('computes the MD5 of attributes as AWS does', async () => {
  const { queues } = start()
  const client = await clientOf(queues)
  const sent = await client.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: 'x',
      MessageAttributes: { timestamp: { DataType: 'Number', StringValue: '1493147359900' } },
    }),
  )
  // AWS's answer for this attribute, which moto's own tests expect too.
  expect(sent.MD5OfMessageAttributes).toBe('235c5c510d26fb653d073faed50ae77c')
})

it('does a batch entry by entry', async () => {
  const { queues } = start()
  const client = await clientOf(queues)
  const batch = await client.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: [
        { Id: 'a', MessageBody: '1' },
        { Id: 'b', MessageBody: 'bell \u0007' },
        { Id: 'c', MessageBody: '3', DelaySeconds: 5 },
      ],
    }),
  )
  expect(batch.Successful?.map(({ Id }) => Id)).toEqual(['a', 'c'])
  expect(batch.Failed).toEqual([
    { Id: 'b', SenderFault: true, Code: 'InvalidMessageContents', Message: expect.any(String) },
  ])

  const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }))
  expect(Messages.map(({ Body }) => Body)).toEqual(['1'])
  const { ReceiptHandle } = Messages[0]!
  const changed = await client.send(
    new ChangeMessageVisibilityBatchCommand({
      QueueUrl,
      Entries: [
        { Id: 'a', ReceiptHandle, VisibilityTimeout: 60 },
        { Id: 'b', ReceiptHandle: 'nonsense', VisibilityTimeout: 60 },
      ],
    }),
  )
  expect(changed.Failed?.map(({ Code }) => Code)).toEqual(['ReceiptHandleIsInvalid'])
  await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: [{ Id: 'a', ReceiptHandle }] }))
  expect(queues.sizes(signals)).toEqual({ visible: 0, inFlight: 0, delayed: 1 })
})

it('hides and shows again; a receipt no longer works once the message was received again', async () => {
  const { queues } = start()
  const client = await clientOf(queues)
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }))
  const receive = async () => (await client.send(new ReceiveMessageCommand({ QueueUrl }))).Messages?.[0]
  const first = await receive()
  expect(await receive()).toBeUndefined()
  await client.send(
    new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 0 }),
  )
  const second = await receive()
  expect(second?.MessageId).toBe(first?.MessageId)

  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }))
  expect(queues.peek(signals)).toHaveLength(1)
  const deletion = new DeleteMessageCommand({ QueueUrl, ReceiptHandle: second?.ReceiptHandle })
  await client.send(deletion)
  expect(queues.peek(signals)).toEqual([])
  // To delete what is gone is no error.
  await client.send(deletion)
})

it('purges', async () => {
  const { queues } = start()
  const client = await clientOf(queues)
  queues.send(signals, 'x')
  await client.send(new PurgeQueueCommand({ QueueUrl }))
  expect(queues.peek(signals)).toEqual([])
})

it('tells what it has and how much', async () => {
  const { queues } = start()
  const client = await clientOf(queues)
  queues.send(signals, 'a')
  queues.send(signals, 'b', { delaySeconds: 9 })
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))
  expect(Attributes).toMatchObject({
    QueueArn: signals,
    ApproximateNumberOfMessages: '1',
    ApproximateNumberOfMessagesDelayed: '1',
    ApproximateNumberOfMessagesNotVisible: '0',
    VisibilityTimeout: '30',
    RedrivePolicy: expect.stringContaining('"maxReceiveCount":2'),
  })
  const url = await client.send(new GetQueueUrlCommand({ QueueName: 'signals' }))
  expect(url.QueueUrl).toBe(QueueUrl)
  const listed = await client.send(new ListQueuesCommand({ QueueNamePrefix: 'signals' }))
  expect(listed.QueueUrls).toEqual([QueueUrl, urlOf('signals-dead')])
})

it('answers a long poll when something comes, or when its time is over', async () => {
  const { queues, clock } = start()
  const receive = () => queues.api.call('ReceiveMessage', { QueueUrl, WaitTimeSeconds: 20 }, { kind: 'owner' })
  const waiting = receive()
  queues.send(signals, 'late', { delaySeconds: 10 })
  clock.move(10_000)
  expect(await waiting).toMatchObject({ Messages: [{ Body: 'late' }] })

  const vain = receive()
  clock.move(20_000)
  expect(await vain).toEqual({})

  const closed = receive()
  queues.close()
  expect(await closed).toEqual({})
})

it('gives one message to one of many waiting receivers', async () => {
  const { queues, clock } = start()
  const polls = Array.from({ length: 5 }, () =>
    queues.api.call('ReceiveMessage', { QueueUrl, WaitTimeSeconds: 1 }, { kind: 'owner' }),
  )
  let answered = 0
  for (const poll of polls) void poll.then(() => answered++)
  queues.send(signals, 'one')
  await polls[0]
  await new Promise(setImmediate)
  expect(answered).toBe(1)
  clock.move(1_000)
  expect((await Promise.all(polls)).filter((reply) => 'Messages' in (reply as object))).toHaveLength(1)
})

it('asks for the permissions that AWS asks for', () => {
  const { api } = start().queues
  expect(api.permissionsFor('SendMessageBatch', { QueueUrl, Entries: [] })).toEqual([
    { action: 'sqs:SendMessage', resource: signals },
  ])
  expect(api.permissionsFor('GetQueueUrl', { QueueName: 'notices.fifo' })).toEqual([
    { action: 'sqs:GetQueueUrl', resource: ordered },
  ])
  expect(api.permissionsFor('ListQueues', {})).toEqual([{ action: 'sqs:ListQueues', resource: '*' }])
  expect(() => api.permissionsFor('CreateQueue', {})).toThrow('sqs:CreateQueue')
})
