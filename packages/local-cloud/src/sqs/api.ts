import type { z } from 'zod'
import type { Clock } from '../clock.ts'
import { arnOf, AwsError, type Api, type Input, type Permission } from '../service.ts'
import { eachEntry } from './batch.ts'
import { inputs, parse } from './input.ts'
import { LongPolls } from './long-polls.ts'
import { md5, md5OfAttributes, sizeOf, type NewMessage } from './message.ts'
import { describe } from './properties.ts'
import type { Queue } from './queue.ts'
import { toWire } from './wire.ts'

type Operation = (input: Input) => object | Promise<object>

const maximumBatchBytes = 1024 * 1024

/** SQS's JSON protocol in front of `queues`, which are known by ARN. */
export function createQueuesApi(queues: ReadonlyMap<string, Queue>, clock: Clock): { api: Api; close: () => void } {
  const polls = new LongPolls(clock)
  const operations: Readonly<Record<string, Operation>> = {
    ...sending(queues),
    ...receiving(queues, polls),
    ...asking(queues),
  }
  const find = (operation: string): Operation => {
    const found = operations[operation]
    if (found !== undefined) return found
    throw new AwsError('UnsupportedOperation', `sqs:${operation} is not modelled on the laptop`)
  }
  return {
    api: {
      permissionsFor(operation, input) {
        find(operation)
        return permissionsFor(operation, input)
      },
      call: async (operation, input) => find(operation)(input),
    },
    close: () => polls.close(),
  }
}

/** A batch needs what its single operation needs. */
function permissionsFor(operation: string, input: Input): readonly Permission[] {
  const action = `sqs:${operation.replace(/Batch$/, '')}`
  const name = input['QueueName'] ?? nameIn(input['QueueUrl'])
  return [{ action, resource: typeof name === 'string' ? arnOf('sqs', name) : '*' }]
}

const nameIn = (url: unknown) => (typeof url === 'string' ? url.split('/').at(-1) : undefined)

function queueOf(queues: ReadonlyMap<string, Queue>, name: string | undefined): Queue {
  const queue = [...queues.values()].find(({ names }) => names.name === name)
  if (queue === undefined) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.')
  return queue
}

/** An operation on the queue whose URL is in the request. */
function on<Request extends { readonly QueueUrl: string }>(
  queues: ReadonlyMap<string, Queue>,
  shape: z.ZodType<Request>,
  act: (queue: Queue, request: Request) => object | Promise<object>,
): Operation {
  return (input) => {
    const request = parse(shape, input)
    return act(queueOf(queues, nameIn(request.QueueUrl)), request)
  }
}

function sending(queues: ReadonlyMap<string, Queue>): Record<string, Operation> {
  return {
    SendMessage: on(queues, inputs.SendMessage, (queue, request) => send(queue, toMessage(request))),
    SendMessageBatch: on(queues, inputs.SendMessageBatch, (queue, { Entries }) => {
      const bytes = Entries.reduce((sum, entry) => sum + sizeOf(toMessage(entry)), 0)
      if (bytes > maximumBatchBytes) {
        const message = `Batch requests cannot be longer than ${maximumBatchBytes} bytes. You have sent ${bytes} bytes.`
        throw new AwsError('BatchRequestTooLong', message)
      }
      return eachEntry(Entries, (entry) => send(queue, toMessage(entry)))
    }),
  }
}

type SendRequest = Omit<z.infer<typeof inputs.SendMessage>, 'QueueUrl'>

function toMessage(request: SendRequest): NewMessage {
  const attributes = Object.entries(request.MessageAttributes ?? {}).map(([name, { DataType, StringValue }]) => [
    name,
    { dataType: DataType, stringValue: StringValue },
  ])
  return {
    body: request.MessageBody,
    attributes: Object.fromEntries(attributes),
    delaySeconds: request.DelaySeconds,
    groupId: request.MessageGroupId,
    deduplicationId: request.MessageDeduplicationId,
  }
}

function send(queue: Queue, message: NewMessage): object {
  const { id: MessageId, sequence: SequenceNumber } = queue.send(message)
  const MD5OfMessageAttributes = md5OfAttributes(message.attributes ?? {})
  return {
    MessageId,
    MD5OfMessageBody: md5(message.body),
    ...(MD5OfMessageAttributes !== undefined && { MD5OfMessageAttributes }),
    ...(queue.properties.FifoQueue && { SequenceNumber }),
  }
}

function receiving(queues: ReadonlyMap<string, Queue>, polls: LongPolls): Record<string, Operation> {
  const { DeleteMessage, DeleteMessageBatch, ChangeMessageVisibility, ChangeMessageVisibilityBatch } = inputs
  const remove = (queue: Queue, entry: { ReceiptHandle: string }) => {
    queue.delete(entry.ReceiptHandle)
    return {}
  }
  const change = (queue: Queue, entry: { ReceiptHandle: string; VisibilityTimeout: number }) => {
    queue.changeVisibility(entry.ReceiptHandle, entry.VisibilityTimeout)
    return {}
  }
  return {
    ReceiveMessage: on(queues, inputs.ReceiveMessage, async (queue, request) => {
      const seconds = request.WaitTimeSeconds ?? queue.properties.ReceiveMessageWaitTimeSeconds
      const receive = () => queue.receive(request.MaxNumberOfMessages, request.VisibilityTimeout)
      const messages = await polls.wait(queue, seconds, receive)
      return messages.length === 0 ? {} : { Messages: messages.map((message) => toWire(message, request)) }
    }),
    DeleteMessage: on(queues, DeleteMessage, remove),
    DeleteMessageBatch: on(queues, DeleteMessageBatch, (queue, { Entries }) =>
      eachEntry(Entries, (entry) => remove(queue, entry)),
    ),
    ChangeMessageVisibility: on(queues, ChangeMessageVisibility, change),
    ChangeMessageVisibilityBatch: on(queues, ChangeMessageVisibilityBatch, (queue, { Entries }) =>
      eachEntry(Entries, (entry) => change(queue, entry)),
    ),
  }
}

function asking(queues: ReadonlyMap<string, Queue>): Record<string, Operation> {
  return {
    GetQueueAttributes: on(queues, inputs.GetQueueAttributes, (queue, { AttributeNames: wanted = [] }) => {
      const { visible, inFlight, delayed } = queue.sizes()
      const all = {
        QueueArn: queue.names.arn,
        ApproximateNumberOfMessages: String(visible),
        ApproximateNumberOfMessagesNotVisible: String(inFlight),
        ApproximateNumberOfMessagesDelayed: String(delayed),
        ...describe(queue.properties),
      }
      const told = Object.entries(all).filter(([name]) => wanted.includes('All') || wanted.includes(name))
      return told.length === 0 ? {} : { Attributes: Object.fromEntries(told) }
    }),
    GetQueueUrl: (input) => ({ QueueUrl: queueOf(queues, parse(inputs.GetQueueUrl, input).QueueName).names.url }),
    ListQueues(input) {
      const { QueueNamePrefix: prefix = '' } = parse(inputs.ListQueues, input)
      const urls = [...queues.values()]
        .filter(({ names }) => names.name.startsWith(prefix))
        .map(({ names }) => names.url)
      return urls.length === 0 ? {} : { QueueUrls: urls }
    },
    PurgeQueue: on(queues, inputs.PurgeQueue, (queue) => {
      queue.purge()
      return {}
    }),
  }
}
