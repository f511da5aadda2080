import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  type ListMessageMoveTasksResultEntry,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs'
import * as z from 'zod/mini'
import { callsOf, type ClientOf } from './api-call.ts'
import { CannotAct } from './failure.ts'
import { inputOf, name, wholeNumber } from './input.ts'
import { allOf } from './pages.ts'
import { arn } from './resource.ts'

// A dead-letter queue of Amazon SQS, the queue whose messages it holds, and the tasks that move them back.

export const redriveInput = inputOf({
  deadLetters: name.check(z.describe('the dead-letter queue’s name')),
  to: name.check(z.describe('the name of the queue that the messages came from, and go back to')),
  perSecond: z
    .optional(wholeNumber(1, 500))
    .check(z.describe('how many messages to move per second at most; without it SQS decides')),
})
type Target = z.infer<typeof redriveInput>

const call = callsOf(SQSClient, 'sqs')
const queue = (queueName: string) => arn('sqs', queueName)
const onDeadLetters = { on: ({ deadLetters }: Target) => queue(deadLetters) }
const onSource = { on: ({ to }: Target) => queue(to) }
const onBoth = { on: ({ deadLetters, to }: Target) => [queue(deadLetters), queue(to)] }

export const redriveReads = {
  getQueueUrl: call(GetQueueUrlCommand, onBoth),
  getQueueAttributes: call(GetQueueAttributesCommand, onBoth),
  listDeadLetterSourceQueues: call(ListDeadLetterSourceQueuesCommand, onDeadLetters),
  listMessageMoveTasks: call(ListMessageMoveTasksCommand, onDeadLetters),
}
// SQS moves the messages with the rights of who started it: it receives, sends and deletes them one by one.
export const startMessageMoveTask = call(
  StartMessageMoveTaskCommand,
  onDeadLetters,
  { action: 'sqs:ReceiveMessage', ...onDeadLetters },
  { action: 'sqs:DeleteMessage', ...onDeadLetters },
  { action: 'sqs:SendMessage', ...onSource },
)
type Reads = ClientOf<typeof redriveReads>

export const redriveRefusals = [
  'the queue has another dead-letter queue, or none',
  'other queues have the same dead-letter queue',
  'the dead-letter queue is empty',
  'messages are being moved out of the dead-letter queue already',
]

/** Refuses unless the one queue is the other's dead-letter queue, and no other's. @returns about how many messages it holds */
export async function deadLettersOf(sqs: Reads, { deadLetters, to }: Target) {
  const [theirs, ours] = [await attributesOf(sqs, deadLetters), await attributesOf(sqs, to)]
  if (theirs.QueueArn === undefined || deadLetterQueueIn(ours.RedrivePolicy) !== theirs.QueueArn) {
    throw new CannotAct(`${deadLetters} is not the dead-letter queue of ${to}, so nothing was moved`)
  }
  // Nobody can tell their messages apart, and each would be handed to a queue that it is not for.
  const others = (await sourcesOf(sqs, theirs.url)).filter((url) => endOf(url) !== endOf(ours.url))
  if (others.length > 0) {
    const names = others.slice(0, mostNamed).map((url) => url.split('/').at(-1))
    const more = others.length > mostNamed ? ` and ${others.length - mostNamed} more` : ''
    throw new CannotAct(
      `${deadLetters} holds the messages of ${names.join(', ')}${more} too, so nothing was moved to ${to}`,
    )
  }
  return { messages: Number(theirs.ApproximateNumberOfMessages ?? 0) }
}
const mostNamed = 5
/** Account and name; what is before these depends on the endpoint. */
const endOf = (url = '') => url.split('/').slice(-2).join('/')

/** Of all queues that have this dead-letter queue. */
const sourcesOf = (sqs: Reads, QueueUrl: string | undefined): Promise<readonly string[]> =>
  allOf(async (NextToken) => {
    // Without a number, SQS gives no token.
    const page = await sqs.listDeadLetterSourceQueues({ QueueUrl, MaxResults: 1000, ...(NextToken && { NextToken }) })
    return { items: page.queueUrls, next: page.NextToken }
  })

async function attributesOf(sqs: Reads, queueName: string) {
  const { QueueUrl } = await sqs.getQueueUrl({ QueueName: queueName })
  const { Attributes: attributes = {} } = await sqs.getQueueAttributes({
    QueueUrl,
    AttributeNames: ['QueueArn', 'RedrivePolicy', 'ApproximateNumberOfMessages'],
  })
  return { ...attributes, url: QueueUrl }
}

const redrivePolicy = z.object({ deadLetterTargetArn: z.string() })
function deadLetterQueueIn(policy: string | undefined): string | undefined {
  return policy === undefined ? undefined : z.parse(redrivePolicy, JSON.parse(policy)).deadLetterTargetArn
}

/** As SQS names both queues of a task. */
export const taskFor = (sqs: Pick<Reads, 'arnOf'>, { deadLetters, to }: Target) => ({
  SourceArn: sqs.arnOf(queue(deadLetters)),
  DestinationArn: sqs.arnOf(queue(to)),
})

/** As many as SQS tells, the newest first: there are no pages. */
export async function tasksOf(sqs: Reads, target: Target): Promise<readonly ListMessageMoveTasksResultEntry[]> {
  const { SourceArn } = taskFor(sqs, target)
  const { Results: tasks = [] } = await sqs.listMessageMoveTasks({ SourceArn, MaxResults: 10 })
  return tasks.toSorted((a, b) => startOf(b) - startOf(a))
}
/** In milliseconds, by the clock of SQS. */
export const startOf = ({ StartedTimestamp }: ListMessageMoveTasksResultEntry) => StartedTimestamp ?? 0
