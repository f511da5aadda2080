import { z } from 'zod'
import type { CloudClock } from '../../clock.ts'
import { apiOf, operation, type Operation, type Operations } from '../../operation.ts'
import type { Api } from '../../api.ts'
import { arnOf } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'
import { eachEntry } from './batch.ts'
import { inputs, invalid } from './input.ts'
import { LongPolls } from './long-polls.ts'
import { md5, md5OfAttributes, sizeOf, type NewMessage } from './message.ts'
import { queueAttributes } from './properties.ts'
import type { Queue } from './queue.ts'
import { described } from './described.ts'

const maximumBatchBytes = 1024 * 1024

/** SQS's operations on `queues`, which are known by ARN. */
export function createQueuesApi(
  queues: ReadonlyMap<string, Queue>,
  clock: CloudClock,
): { api: Api; close: () => void } {
  const polls = new LongPolls(clock)
  const api = apiOf({ prefix: 'sqs', invalid }, { ...sending(queues), ...receiving(queues, polls), ...asking(queues) })
  return { api, close: () => polls.close() }
}

const nameIn = (url: string) => url.split('/').at(-1)

function queueOf(queues: ReadonlyMap<string, Queue>, name: string | undefined): Queue {
  const queue = [...queues.values()].find(({ names }) => names.name === name)
  if (queue === undefined) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.')
  return queue
}

const arnIn = (url: string) => arnOf('sqs', nameIn(url) ?? '*')

const ofQueue = z.object({ QueueUrl: z.string() })
type OfQueue = z.ZodRawShape & { readonly QueueUrl: z.ZodString }

/** An operation on the queue whose URL is in the request. A batch needs what its single operation needs. */
function on<Shape extends OfQueue>(
  queues: ReadonlyMap<string, Queue>,
  action: string,
  takes: z.ZodObject<Shape>,
  act: (queue: Queue, request: z.output<z.ZodObject<Shape>>) => object | Promise<object>,
): Operation {
  const urlIn = (request: z.output<z.ZodObject<Shape>>) => ofQueue.parse(request).QueueUrl
  return operation({
    takes,
    needs: (request) => [{ action: `sqs:${action}`, resource: arnIn(urlIn(request)) }],
    run: (request) => act(queueOf(queues, nameIn(urlIn(request))), request),
  })
}

function sending(queues: ReadonlyMap<string, Queue>): Operations {
  return {
    SendMessage: on(queues, 'SendMessage', inputs.SendMessage, (queue, request) => send(queue, toMessage(request))),
    SendMessageBatch: on(queues, 'SendMessage', inputs.SendMessageBatch, (queue, { Entries }) => {
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

function receiving(queues: ReadonlyMap<string, Queue>, polls: LongPolls): Operations {
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
    ReceiveMessage: on(queues, 'ReceiveMessage', inputs.ReceiveMessage, async (queue, request) => {
      const seconds = request.WaitTimeSeconds ?? queue.properties.ReceiveMessageWaitTimeSeconds
      const receive = () => queue.receive(request.MaxNumberOfMessages, request.VisibilityTimeout)
      const messages = await polls.wait(queue, seconds, receive)
      return messages.length === 0 ? {} : { Messages: messages.map((message) => described(message, request)) }
    }),
    DeleteMessage: on(queues, 'DeleteMessage', DeleteMessage, remove),
    DeleteMessageBatch: on(queues, 'DeleteMessage', DeleteMessageBatch, (queue, { Entries }) =>
      eachEntry(Entries, (entry) => remove(queue, entry)),
    ),
    ChangeMessageVisibility: on(queues, 'ChangeMessageVisibility', ChangeMessageVisibility, change),
    ChangeMessageVisibilityBatch: on(
      queues,
      'ChangeMessageVisibility',
      ChangeMessageVisibilityBatch,
      (queue, { Entries }) => eachEntry(Entries, (entry) => change(queue, entry)),
    ),
  }
}

function asking(queues: ReadonlyMap<string, Queue>): Operations {
  return {
    GetQueueAttributes: on(
      queues,
      'GetQueueAttributes',
      inputs.GetQueueAttributes,
      (queue, { AttributeNames: wanted = [] }) => {
        const { visible, inFlight, delayed } = queue.sizes()
        const all = {
          QueueArn: queue.names.arn,
          ApproximateNumberOfMessages: String(visible),
          ApproximateNumberOfMessagesNotVisible: String(inFlight),
          ApproximateNumberOfMessagesDelayed: String(delayed),
          ...queueAttributes(queue.properties),
        }
        const asked = Object.entries(all).filter(([name]) => wanted.includes('All') || wanted.includes(name))
        return asked.length === 0 ? {} : { Attributes: Object.fromEntries(asked) }
      },
    ),
    GetQueueUrl: operation({
      takes: inputs.GetQueueUrl,
      on: ({ QueueName }) => arnOf('sqs', QueueName),
      run: ({ QueueName }) => ({ QueueUrl: queueOf(queues, QueueName).names.url }),
    }),
    ListQueues: operation({
      takes: inputs.ListQueues,
      run({ QueueNamePrefix: prefix = '' }) {
        const urls = [...queues.values()]
          .filter(({ names }) => names.name.startsWith(prefix))
          .map(({ names }) => names.url)
        return urls.length === 0 ? {} : { QueueUrls: urls }
      },
    }),
    PurgeQueue: on(queues, 'PurgeQueue', inputs.PurgeQueue, (queue) => {
      queue.purge()
      return {}
    }),
  }
}
