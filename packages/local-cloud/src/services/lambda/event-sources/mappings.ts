import type { Activity } from '../../../activity.ts'
import type { Cancel, CloudClock } from '../../../clock.ts'
import type { Functions } from '../functions.ts'
import type { Queues } from '../../sqs/queues.ts'
import type { Store } from '../../../store.ts'

/** A message as Lambda puts it into a function's event. */
export interface QueueMessage {
  readonly messageId: string
  readonly receiptHandle: string
  readonly body: string
  readonly attributes: Readonly<Record<string, string>>
  readonly messageAttributes: Readonly<Record<string, unknown>>
  readonly md5OfBody: string
}

/** The queues, as a poller reaches them. */
export interface QueueSource {
  /**
   * At most `max` visible messages, which become invisible for the queue's visibility timeout. Of a FIFO queue in the
   * order of their groups, and none of a group that has messages in flight.
   */
  receive(queueArn: string, max: number): readonly QueueMessage[]
  delete(queueArn: string, receiptHandle: string): void
  /** Says that somebody receives from this queue. */
  consumed(queueArn: string): void
  /** Calls `listener` whenever messages have become visible. */
  onVisible(queueArn: string, listener: () => void): Cancel
}

/** A change record of a table's stream, as Lambda puts it into a function's event. */
export interface ShardRecord {
  readonly dynamodb: {
    /** Later also sorts later as text. */
    readonly SequenceNumber: string
    /** Seconds since 1970. */
    readonly ApproximateCreationDateTime: number
  }
}

/** The streams, as a reader reaches them: each is one shard, read in order. */
export interface StreamSource {
  /** At most `limit` records after that sequence number; from the oldest on when it is undefined. */
  readStream(streamArn: string, afterSequence: string | undefined, limit: number): readonly ShardRecord[]
  /** The newest sequence number, if there was any record. */
  latestSequence(streamArn: string): string | undefined
  /** Calls `listener` whenever the stream has grown. */
  onStreamGrew(streamArn: string, listener: () => void): Cancel
  /** Forgets the records up to and including that one. */
  trimStream(streamArn: string, upToSequence: string): void
}

interface Mapping {
  /** Unique, and the same after a restart. */
  readonly id: string
  readonly functionArn: string
  readonly batchSize: number
  /** The function answers which items failed (`ReportBatchItemFailures`). */
  readonly reportsFailures?: boolean
  /** Event patterns; what fits none of them is skipped. Without any, everything fits. */
  readonly filters?: readonly unknown[]
}

export interface QueueMapping extends Mapping {
  readonly queueArn: string
  /** How many batches may be in flight at once; 2 unless told. */
  readonly concurrency?: number
}

export interface StreamMapping extends Mapping {
  readonly streamArn: string
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST'
  /** -1, and nothing told, is without end. */
  readonly maximumRetryAttempts?: number
  readonly bisectOnError?: boolean
  /** An SQS queue that is told of each batch given up. */
  readonly onFailure?: string
}

export interface EventSourcesOptions {
  readonly clock: CloudClock
  readonly store: Store
  readonly activity: Activity
  readonly functions: Functions
  readonly queues: Queues
  readonly queueSource: QueueSource
  readonly streamSource: StreamSource
  /** A batch failed, or could not be set aside. */
  readonly onTrouble: (line: string) => void
}
