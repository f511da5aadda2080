import { SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs'
import { arnOf } from '../src/arn.ts'
import { NotModelled } from '../src/not-modelled.ts'
import { clientOf, failure, signals, start, urlOf } from './sqs-over-http.ts'

const QueueUrl = urlOf('signals')

it.each([
  ['no entries', [], 'EmptyBatchRequest'],
  [
    'eleven',
    Array.from({ length: 11 }, (_, i) => ({ Id: String(i), MessageBody: 'x' })),
    'TooManyEntriesInBatchRequest',
  ],
  ['one id twice', ['a', 'a'].map((Id) => ({ Id, MessageBody: 'x' })), 'BatchEntryIdsNotDistinct'],
  ['a strange id', [{ Id: 'a b', MessageBody: 'x' }], 'InvalidBatchEntryId'],
  ['too much', ['a', 'b'].map((Id) => ({ Id, MessageBody: 'x'.repeat(600_000) })), 'BatchRequestTooLong'],
])('refuses a batch of %s', async (_what, Entries, name) => {
  const { queues } = start()
  const client = await clientOf(queues)
  expect(await failure(client.send(new SendMessageBatchCommand({ QueueUrl, Entries })))).toMatchObject({ name })
  expect(queues.peek(signals)).toEqual([])
})

it.each([
  ['an unknown queue', { QueueUrl: urlOf('none'), MessageBody: 'x' }, 'QueueDoesNotExist'],
  ['no body', { QueueUrl, MessageBody: '' }, 'MissingParameter'],
  ['too large a body', { QueueUrl, MessageBody: 'x'.repeat(1024 * 1024 + 1) }, 'InvalidParameterValue'],
  ['too long a delay', { QueueUrl, MessageBody: 'x', DelaySeconds: 901 }, 'InvalidParameterValue'],
  ['a FIFO message without a group', { QueueUrl: urlOf('notices.fifo'), MessageBody: 'x' }, 'MissingParameter'],
  ['what is not modelled', { QueueUrl, MessageBody: 'x', MessageSystemAttributes: {} }, 'UnsupportedOperation'],
])('refuses %s', async (_what, input, name) => {
  const { queues } = start()
  const client = await clientOf(queues)
  expect(await failure(client.send(new SendMessageCommand(input)))).toMatchObject({ name })
})

it('refuses a template that asks for what is not modelled, by name', () => {
  const { queues } = start()
  const names = { name: 'more', arn: arnOf('sqs', 'more') }
  expect(() => queues.createQueue({ RedriveAllowPolicy: {} }, names)).toThrow(NotModelled)
  expect(() => queues.createQueue({ RedriveAllowPolicy: {} }, names)).toThrow(/more.*RedriveAllowPolicy/s)
  expect(() => queues.createQueue({ SqsManagedSseEnabled: true, Tags: [] }, names)).not.toThrow()
})
