import type { ListMessageMoveTasksResultEntry } from '@aws-sdk/client-sqs'
import { awsError, sessionWith } from './an-imitation.ts'

export const given = { deadLetters: 'orders-dead', to: 'orders' }
export const arnOf = (queue: string) => `arn:aws:sqs:eu-central-1:000000000000:${queue}`
export const aTask = (more: ListMessageMoveTasksResultEntry) => ({
  SourceArn: arnOf('orders-dead'),
  DestinationArn: arnOf('orders'),
  Status: 'COMPLETED',
  ...more,
})

/** Two queues, one with messages that the other could not work off; they have been moved back once before. */
export function queues() {
  const policy = { deadLetterTargetArn: arnOf('orders-dead'), maxReceiveCount: 5 }
  const sqs = { messages: 40, policy: policy as typeof policy | undefined, sources: ['orders'] }
  const tasks: ListMessageMoveTasksResultEntry[] = [aTask({ StartedTimestamp: 1000 })]
  const started: object[] = []
  const answers = {
    GetQueueUrl: ({ QueueName }: { QueueName: string }) => ({ QueueUrl: `https://sqs/1/${QueueName}` }),
    GetQueueAttributes({ QueueUrl }: { QueueUrl: string }) {
      const queue = QueueUrl.split('/').at(-1) ?? ''
      return {
        Attributes: {
          QueueArn: arnOf(queue),
          ApproximateNumberOfMessages: String(queue === 'orders-dead' ? sqs.messages : 7),
          ...(queue === 'orders' && sqs.policy && { RedrivePolicy: JSON.stringify(sqs.policy) }),
        },
      }
    },
    // One a page.
    ListDeadLetterSourceQueues({ NextToken = '0' }: { MaxResults: number; NextToken?: string }) {
      const next = Number(NextToken) + 1
      const queueUrls = sqs.sources.slice(next - 1, next).map((name) => `https://sqs/1/${name}`)
      return { queueUrls, ...(next < sqs.sources.length && { NextToken: String(next) }) }
    },
    ListMessageMoveTasks: () => ({ Results: tasks.map((task) => ({ ...task })) }),
    StartMessageMoveTask: (request: object) => {
      if (tasks.some(({ Status }) => Status === 'RUNNING')) {
        throw Object.assign(awsError('InvalidParameterValue', 'There is already a task running.'), {
          $metadata: { httpStatusCode: 400 },
        })
      }
      started.push(request)
      tasks.push(aTask({ Status: 'RUNNING', StartedTimestamp: 2000, ApproximateNumberOfMessagesMoved: 11 }))
      return { TaskHandle: 'task-2' }
    },
  }
  const imitation = { answers, state: () => started }
  return { ...sessionWith(imitation), ...imitation, sqs, tasks, started }
}
export const queuesWhere = (change: (world: ReturnType<typeof queues>) => void) => () => {
  const world = queues()
  change(world)
  return world
}
