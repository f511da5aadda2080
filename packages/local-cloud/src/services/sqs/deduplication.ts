import { createHash } from 'node:crypto'
import type { CloudClock } from '../../clock.ts'
import { AwsError } from '../../aws-error.ts'
import type { NewMessage } from './message.ts'
import type { QueueProperties } from './properties.ts'
import type { Collection, Store } from '../../store.ts'

/** For 5 minutes SQS takes a message with the same id for the same message. */
const interval = 5 * 60_000

/** What was sent under an id. */
interface Sent {
  readonly id: string
  readonly sequence: string
  /** Milliseconds since 1970. */
  readonly until: number
}

/** The deduplication ids of a FIFO queue: a message that was sent twice is there once. */
export class Deduplication {
  readonly #properties: QueueProperties
  readonly #clock: CloudClock
  readonly #kept: Collection<Sent>
  /** Oldest first. */
  readonly #sent: Map<string, Sent>

  constructor(name: string, properties: QueueProperties, store: Store, clock: CloudClock) {
    this.#properties = properties
    this.#clock = clock
    this.#kept = store.collection(`sqs/deduplication/${name}`)
    this.#sent = new Map(this.#kept.entries().toSorted(([, one], [, other]) => one.until - other.until))
  }

  /** Throws `AwsError` when the message has none and the queue does not make it from the content. */
  idOf({ body, deduplicationId }: NewMessage): string {
    if (deduplicationId !== undefined) return deduplicationId
    if (this.#properties.ContentBasedDeduplication) return createHash('sha256').update(body).digest('hex')
    throw new AwsError(
      'InvalidParameterValue',
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    )
  }

  /** What was sent under this id within the last 5 minutes. */
  find(id: string, groupId: string): Sent | undefined {
    const sent = this.#sent.get(this.#key(id, groupId))
    return sent !== undefined && sent.until > this.#clock.now() ? sent : undefined
  }

  /** To be called in the transaction that keeps the message. */
  keep(id: string, groupId: string, message: Omit<Sent, 'until'>): void {
    for (const [old, { until }] of this.#sent) {
      if (until > this.#clock.now()) break
      this.#sent.delete(old)
      this.#kept.delete(old)
    }
    const key = this.#key(id, groupId)
    const sent = { ...message, until: this.#clock.now() + interval }
    this.#kept.put(key, sent)
    this.#sent.set(key, sent)
  }

  #key(id: string, groupId: string): string {
    return this.#properties.DeduplicationScope === 'queue' ? id : JSON.stringify([groupId, id])
  }
}
