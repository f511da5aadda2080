import type { Cancel } from '../../../clock.ts'
import { failedItems } from './failures.ts'
import { filterOf } from './filter.ts'
import type { EventSourcesOptions, QueueMapping, QueueMessage } from './mappings.ts'
import { region } from '../../../arn.ts'

/**
 * Brings a queue's messages to a function. What the function takes is deleted; what fails stays invisible until the
 * queue's own timeout, and is then received again, until the queue's redrive policy sets it aside.
 */
export class QueuePoller {
  readonly #mapping: QueueMapping
  readonly #options: EventSourcesOptions
  readonly #fits: (message: unknown) => boolean
  #inFlight = 0
  #stopped = false
  #unsubscribe: Cancel = () => undefined

  constructor(mapping: QueueMapping, options: EventSourcesOptions) {
    this.#mapping = mapping
    this.#options = options
    this.#fits = filterOf(mapping.filters)
  }

  start(): void {
    const { queueSource } = this.#options
    queueSource.consumed(this.#mapping.queueArn)
    this.#unsubscribe = queueSource.onVisible(this.#mapping.queueArn, () => this.#poll())
    this.#poll()
  }

  stop(): void {
    this.#stopped = true
    this.#unsubscribe()
  }

  #poll(): void {
    const { queueArn, batchSize, concurrency = 2 } = this.#mapping
    while (!this.#stopped && this.#inFlight < concurrency) {
      const received = this.#options.queueSource.receive(queueArn, batchSize)
      if (received.length === 0) return
      const wanted = received.filter((message) => this.#fits(asItem(message)))
      this.#delete(received.filter((message) => !wanted.includes(message)))
      if (wanted.length > 0) this.#deliver(wanted)
    }
  }

  #deliver(batch: readonly QueueMessage[]): void {
    const { activity } = this.#options
    this.#inFlight++
    const delivered = this.#invoke(batch).finally(() => {
      this.#inFlight--
      this.#poll()
    })
    void activity.during(`batch of ${this.#mapping.queueArn}`, delivered)
  }

  async #invoke(batch: readonly QueueMessage[]): Promise<void> {
    const { functionArn, queueArn, reportsFailures = false } = this.#mapping
    const Records = batch.map((message) => eventRecord(message, queueArn))
    try {
      const answer = await this.#options.functions.invoke(functionArn, { Records })
      const ids = batch.map(({ messageId }) => messageId)
      const failed = reportsFailures ? failedItems(answer, ids) : new Set<string>()
      if (!this.#stopped) this.#delete(batch.filter(({ messageId }) => !failed.has(messageId)))
    } catch (error) {
      if (!this.#stopped) this.#options.onTrouble(`${functionArn}: a batch of ${batch.length} failed: ${String(error)}`)
    }
  }

  #delete(messages: readonly QueueMessage[]): void {
    const { store, queueSource } = this.#options
    // One write for the batch, and not one for each of its messages.
    store.together(() => {
      for (const { receiptHandle } of messages) queueSource.delete(this.#mapping.queueArn, receiptHandle)
    })
  }
}

const eventRecord = (message: QueueMessage, queueArn: string) => ({
  messageId: message.messageId,
  receiptHandle: message.receiptHandle,
  body: message.body,
  attributes: message.attributes,
  messageAttributes: message.messageAttributes,
  md5OfBody: message.md5OfBody,
  eventSource: 'aws:sqs',
  eventSourceARN: queueArn,
  awsRegion: region,
})

/** As filters see a message: its body parsed where it is JSON. */
function asItem(message: QueueMessage): unknown {
  try {
    return { ...message, body: JSON.parse(message.body) }
  } catch {
    return message
  }
}
