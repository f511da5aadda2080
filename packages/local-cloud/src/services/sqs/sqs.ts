import type { Activity } from '../../activity.ts'
import type { Cancel, CloudClock } from '../../clock.ts'
import type { Api, Input } from '../../api.ts'
import { account } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'
import type { Queues } from './queues.ts'
import { createQueuesApi } from './api.ts'
import { toReceived, type MessageAttributes, type ReceivedMessage, type StoredMessage } from './message.ts'
import { defineQueue } from './properties.ts'
import { Queue, type QueueSizes } from './queue.ts'
import type { Store } from '../../store.ts'

/** A message as it lies in its queue. */
export interface LyingMessage {
  readonly messageId: string
  readonly body: string
  readonly messageAttributes: MessageAttributes
  readonly receiveCount: number
  /** Milliseconds since 1970. */
  readonly sentAt: number
  /** The queue whose dead letter it is. */
  readonly sourceArn?: string
}

/**
 * SQS on the laptop: standard and FIFO queues, kept in the store. Retention is not imitated: a message stays until it
 * is deleted or purged. Every method that takes an ARN throws `AwsError` when there is no such queue.
 */
export interface LocalQueues extends Queues {
  readonly api: Api
  /** From the resolved properties of an AWS::SQS::Queue; `url` is made from the endpoint when it is not given. */
  createQueue(properties: Input, names: { readonly name: string; readonly arn: string; readonly url?: string }): void
  /** Says that somebody receives from this queue: from now on its messages count as open until they are deleted. */
  consumed(queueArn: string): void
  /** At most `max` visible messages, hidden for `visibilitySeconds` or else the queue's own timeout. */
  receive(queueArn: string, max: number, options?: { readonly visibilitySeconds?: number }): ReceivedMessage[]
  delete(queueArn: string, receiptHandle: string): void
  /** Hides a received message for that many seconds from now, 0 to 43,200. */
  changeVisibility(queueArn: string, receiptHandle: string, seconds: number): void
  /** Calls `listener` soon after messages have become visible, not for those that are so already. */
  onVisible(queueArn: string, listener: () => void): Cancel
  /** All messages, oldest first; none counts as received by it. */
  peek(queueArn: string): LyingMessage[]
  sizes(queueArn: string): QueueSizes
  /**
   * Makes visible at once what a killed process had in flight, as if it had not been received. A message whose receiver
   * had set the time of its return keeps waiting.
   */
  releaseInFlight(): void
  /** Stops the timers and answers the long polls. The store is the caller's to close. */
  close(): void
}

export interface QueuesOptions {
  readonly store: Store
  readonly clock: CloudClock
  readonly activity: Activity
  /** Where the queues' URLs lead: `http://127.0.0.1:4566`. */
  readonly endpoint: string
}

export function createQueues({ store, clock, activity, endpoint }: QueuesOptions): LocalQueues {
  const queues = new Map<string, Queue>()
  const find = (arn: string): Queue => {
    const queue = queues.get(arn)
    if (queue === undefined) throw new AwsError('QueueDoesNotExist', `The specified queue does not exist: ${arn}`)
    return queue
  }
  const { api, close } = createQueuesApi(queues, clock)

  return {
    api,
    createQueue(properties, { name, arn, url = `${endpoint}/${account}/${name}` }) {
      const names = { name, arn, url }
      queues.set(arn, new Queue(names, defineQueue(properties, names), { store, clock, activity, find }))
    },
    send(arn, body, { attributes = {}, ...options } = {}) {
      find(arn).send({ ...options, body, attributes: asStrings(attributes) })
    },
    consumed: (arn) => find(arn).consume(),
    receive: (arn, max, options) => find(arn).receive(max, options?.visibilitySeconds).map(toReceived),
    delete: (arn, receipt) => find(arn).delete(receipt),
    changeVisibility: (arn, receipt, seconds) => find(arn).changeVisibility(receipt, seconds),
    onVisible: (arn, listener) => find(arn).onVisible(listener),
    peek: (arn) => find(arn).messages().map(toLying),
    sizes: (arn) => find(arn).sizes(),
    releaseInFlight() {
      for (const queue of queues.values()) queue.releaseInFlight()
    },
    close() {
      close()
      for (const queue of queues.values()) queue.close()
    },
  }
}

function toLying({ id, body, attributes, receives, sentAt, sourceArn }: StoredMessage): LyingMessage {
  const source = sourceArn !== undefined && { sourceArn }
  return { messageId: id, body, messageAttributes: attributes, receiveCount: receives, sentAt, ...source }
}

function asStrings(attributes: Readonly<Record<string, string>>): MessageAttributes {
  const entries = Object.entries(attributes)
  return Object.fromEntries(entries.map(([name, stringValue]) => [name, { dataType: 'String', stringValue }]))
}
