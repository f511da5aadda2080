import { randomUUID } from 'node:crypto'
import type { Activity } from '../../activity.ts'
import type { Cancel, CloudClock } from '../../clock.ts'
import { AwsError } from '../../aws-error.ts'
import { Deduplication } from './deduplication.ts'
import { choose } from './choice.ts'
import { checkMessage, invalidParameter, type NewMessage, type StoredMessage } from './message.ts'
import { QueueMessages } from './kept-messages.ts'
import type { QueueNames, QueueProperties } from './properties.ts'
import type { Store } from '../../store.ts'

/** Of messages: ready to be received, received and not yet deleted, not yet due. */
export interface QueueSizes {
  readonly visible: number
  readonly inFlight: number
  readonly delayed: number
}

interface QueueParts {
  readonly store: Store
  readonly clock: CloudClock
  readonly activity: Activity
  /** The queue that takes this one's dead letters. */
  readonly find: (arn: string) => Queue
}

const wrongType = 'The request include parameter that is not valid for this queue type.'

/** The rules of one queue, standard or FIFO. */
export class Queue {
  readonly names: QueueNames
  readonly properties: QueueProperties
  readonly #messages: QueueMessages
  readonly #deduplication: Deduplication
  readonly #store: Store
  readonly #clock: CloudClock
  readonly #find: (arn: string) => Queue

  constructor(names: QueueNames, properties: QueueProperties, { store, clock, activity, find }: QueueParts) {
    this.names = names
    this.properties = properties
    this.#store = store
    this.#clock = clock
    this.#find = find
    this.#messages = new QueueMessages({ name: names.name, store, clock, activity, inOrder: properties.FifoQueue })
    this.#deduplication = new Deduplication(names.name, properties, store, clock)
  }

  /** The message, or the one before it that it repeats. Throws `AwsError`. */
  send(message: NewMessage): Pick<StoredMessage, 'id' | 'sequence'> {
    checkMessage(message, this.properties.MaximumMessageSize)
    if (this.properties.FifoQueue) return this.#sendInOrder(message)
    if (message.deduplicationId === undefined) return this.#add(message)
    throw invalidParameter('MessageDeduplicationId', message.deduplicationId, wrongType)
  }

  #sendInOrder(message: NewMessage): Pick<StoredMessage, 'id' | 'sequence'> {
    const { groupId, delaySeconds } = message
    if (groupId === undefined) {
      throw new AwsError('MissingParameter', 'The request must contain the parameter MessageGroupId.')
    }
    if (delaySeconds !== undefined && delaySeconds > 0) {
      throw invalidParameter('DelaySeconds', delaySeconds, wrongType)
    }
    const deduplicationId = this.#deduplication.idOf(message)
    const before = this.#deduplication.find(deduplicationId, groupId)
    if (before !== undefined) return before
    return this.#store.together(() => {
      const added = this.#add({ ...message, deduplicationId })
      this.#deduplication.keep(deduplicationId, groupId, { id: added.id, sequence: added.sequence })
      return added
    })
  }

  #add({ body, attributes = {}, delaySeconds, groupId, deduplicationId }: NewMessage): StoredMessage {
    const now = this.#clock.now()
    const added: StoredMessage = {
      id: randomUUID(),
      sequence: this.#messages.nextSequence(),
      body,
      attributes,
      sentAt: now,
      visibleAt: now + (delaySeconds ?? this.properties.DelaySeconds) * 1000,
      receives: 0,
      receipt: '',
      putOff: false,
      ...(groupId !== undefined && { groupId }),
      ...(deduplicationId !== undefined && { deduplicationId }),
    }
    this.#messages.write([added])
    return added
  }

  /** At most `max` messages, hidden from now on; those that were received too often are set aside instead. */
  receive(max: number, visibilitySeconds = this.properties.VisibilityTimeout): StoredMessage[] {
    const now = this.#clock.now()
    const { taken, spent } = choose(this.#messages.all(), {
      max,
      now,
      inOrder: this.properties.FifoQueue,
      mostReceives: this.properties.RedrivePolicy?.maxReceiveCount ?? Infinity,
    })
    if (taken.length + spent.length === 0) return []
    const received = taken.map((message) => ({
      ...message,
      putOff: false,
      visibleAt: now + visibilitySeconds * 1000,
      receives: message.receives + 1,
      firstReceivedAt: message.firstReceivedAt ?? now,
      receipt: `${message.sequence}.${randomUUID()}`,
    }))
    this.#store.together(() => {
      if (spent.length > 0) this.#setAside(spent)
      this.#messages.write(received)
    })
    return received
  }

  #setAside(spent: readonly StoredMessage[]): void {
    const { deadLetterTargetArn = '' } = this.properties.RedrivePolicy ?? {}
    this.#find(deadLetterTargetArn).#takeDeadLetters(spent, this.names.arn)
    this.#messages.delete(spent)
  }

  #takeDeadLetters(letters: readonly StoredMessage[], sourceArn: string): void {
    const now = this.#clock.now()
    this.#messages.write(
      letters.map((letter) => ({
        ...letter,
        sequence: this.#messages.nextSequence(),
        receipt: '',
        putOff: false,
        visibleAt: now,
        sourceArn,
      })),
    )
  }

  /** What is gone already, or was received again since, is left alone. Throws `AwsError` for a malformed receipt. */
  delete(receipt: string): void {
    const message = this.#messages.find(receipt)
    if (message !== undefined) this.#messages.delete([message])
  }

  /** Throws `AwsError`. */
  changeVisibility(receipt: string, seconds: number): void {
    if (!Number.isInteger(seconds) || seconds < 0 || seconds > 43_200) {
      throw invalidParameter('VisibilityTimeout', seconds, 'VisibilityTimeout must be an integer between 0 and 43200')
    }
    const message = this.#messages.find(receipt)
    if (message === undefined) {
      const reason = 'Message does not exist or is not available for visibility timeout change.'
      throw invalidParameter('ReceiptHandle', receipt, reason)
    }
    const now = this.#clock.now()
    if (message.visibleAt <= now) throw new AwsError('MessageNotInflight', 'The message referred to is not in flight.')
    this.#messages.write([{ ...message, visibleAt: now + seconds * 1000, putOff: true }])
  }

  purge(): void {
    this.#messages.delete(this.#messages.all())
  }

  /** Makes visible what a killed process had received and did not put off; that receive does not count. */
  releaseInFlight(): void {
    const now = this.#clock.now()
    const stranded = this.#messages
      .all()
      .filter(({ receives, visibleAt, putOff }) => receives > 0 && visibleAt > now && !putOff)
    this.#messages.write(
      stranded.map((message) => ({ ...message, receipt: '', visibleAt: now, receives: message.receives - 1 })),
    )
  }

  /** From now on the queue counts as something open while it holds a message. */
  consume(): void {
    this.#messages.consume()
  }

  messages(): StoredMessage[] {
    return this.#messages.all()
  }

  sizes(): QueueSizes {
    const now = this.#clock.now()
    const hidden = this.messages().filter(({ visibleAt }) => visibleAt > now)
    const delayed = hidden.filter(({ receives }) => receives === 0).length
    return { visible: this.messages().length - hidden.length, inFlight: hidden.length - delayed, delayed }
  }

  onVisible(listener: () => void): Cancel {
    return this.#messages.onVisible(listener)
  }

  close(): void {
    this.#messages.close()
  }
}
