import { createHash } from 'node:crypto'
import { db } from './dynalite.ts'
import type { Cancel, CloudClock } from '../../clock.ts'
import { region } from '../../arn.ts'
import type { Collection, Store } from '../../store.ts'
import { keyOf, sameItem, type Item, type StreamViewType, type TableDescription } from './item.ts'

/** One item, before and after a write. */
export interface Change {
  readonly key: string
  readonly before?: Item
  readonly after?: Item
  /** `after` as JSON. */
  readonly text?: string | undefined
}

/** Who wrote: a caller of the API, or DynamoDB itself because the item's time had come. */
export type Writer = 'caller' | 'time-to-live'

/** A record as Lambda's event source mapping hands it to a function. */
export interface StreamRecord {
  readonly eventID: string
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE'
  readonly eventVersion: '1.1'
  readonly eventSource: 'aws:dynamodb'
  readonly awsRegion: string
  readonly dynamodb: {
    /** Seconds since 1970. */
    readonly ApproximateCreationDateTime: number
    readonly Keys: Item
    readonly NewImage?: Item
    readonly OldImage?: Item
    /** 21 digits: later also sorts later as text. */
    readonly SequenceNumber: string
    readonly SizeBytes: number
    readonly StreamViewType: StreamViewType
  }
  readonly eventSourceARN: string
  readonly userIdentity?: { readonly type: 'Service'; readonly principalId: 'dynamodb.amazonaws.com' }
}

interface ChangeStreamOptions {
  readonly arn: string
  readonly view: StreamViewType
  readonly table: TableDescription
  readonly store: Store
  readonly clock: CloudClock
}

/** The changes of one table, in the order in which they were made; kept until they are trimmed. */
export class ChangeStream {
  readonly arn: string
  readonly #view: StreamViewType
  readonly #table: TableDescription
  readonly #clock: CloudClock
  readonly #store: Store
  readonly #kept: Collection<StreamRecord>
  /** The number last given, which must outlive the records: a number is never given twice. */
  readonly #numbers: Collection<number>
  readonly #records: StreamRecord[]
  readonly #listeners = new Set<() => void>()
  #last: number

  constructor({ arn, view, table, store, clock }: ChangeStreamOptions) {
    this.arn = arn
    this.#view = view
    this.#table = table
    this.#clock = clock
    this.#store = store
    this.#kept = store.collection(`dynamodb/stream/${table.TableName}`)
    this.#numbers = store.collection('dynamodb/stream-numbers')
    this.#records = this.#kept.entries().map(([, record]) => record)
    this.#last = this.#numbers.get(table.TableName) ?? 0
  }

  /** Keeps a record of each change that is one. To be called in the transaction that keeps the items. */
  keep(changes: readonly Change[], writer: Writer): readonly StreamRecord[] {
    const records = changes.filter(isChange).map((change, i) => this.#record(change, writer, this.#last + i + 1))
    for (const record of records) this.#kept.put(record.dynamodb.SequenceNumber, record)
    if (records.length > 0) this.#numbers.put(this.#table.TableName, this.#last + records.length)
    return records
  }

  /** Lets the readers see what was kept, once the transaction stands. */
  grow(records: readonly StreamRecord[]): void {
    if (records.length === 0) return
    this.#last += records.length
    this.#records.push(...records)
    // Later, because a listener must not work inside whatever transaction this write is part of.
    queueMicrotask(() => {
      for (const listener of this.#listeners) listener()
    })
  }

  /** @param afterSequence `undefined` begins with the oldest record there is */
  read(afterSequence: string | undefined, limit: number): StreamRecord[] {
    const start = afterSequence === undefined ? 0 : this.#countUpTo(afterSequence)
    return this.#records.slice(start, start + limit)
  }

  trim(upToSequence: string): void {
    const count = this.#countUpTo(upToSequence)
    this.#store.together(() => {
      for (const { dynamodb } of this.#records.slice(0, count)) this.#kept.delete(dynamodb.SequenceNumber)
    })
    this.#records.splice(0, count)
  }

  /** The newest sequence number there has been. */
  latest(): string | undefined {
    return this.#last === 0 ? undefined : sequenceOf(this.#last)
  }

  onGrew(listener: () => void): Cancel {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Numbers have no gaps, so that they tell the place. */
  #countUpTo(sequence: string): number {
    const oldest = this.#last - this.#records.length + 1
    return Math.min(Math.max(numberOf(sequence) - oldest + 1, 0), this.#records.length)
  }

  #record({ before, after }: Change, writer: Writer, number: number): StreamRecord {
    const sequence = sequenceOf(number)
    const keys = keyOf(after ?? before ?? {}, this.#table)
    const images = {
      ...(after && this.#view.startsWith('NEW') && { NewImage: after }),
      ...(before && this.#view.includes('OLD') && { OldImage: before }),
    }
    return {
      eventID: createHash('md5').update(`${this.arn} ${sequence}`).digest('hex'),
      eventName: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: region,
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(this.#clock.now() / 1000),
        Keys: keys,
        ...images,
        SequenceNumber: sequence,
        SizeBytes: [keys, ...Object.values(images)].reduce((sum, image) => sum + db.itemSize(image), 0),
        StreamViewType: this.#view,
      },
      eventSourceARN: this.arn,
      ...(writer === 'time-to-live' && {
        userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } as const,
      }),
    }
  }
}

const sequenceOf = (number: number) => `1${String(number).padStart(20, '0')}`
const numberOf = (sequence: string) => Number(sequence.slice(1))

function isChange({ before, after }: Change): boolean {
  if (before === undefined || after === undefined) return before !== after
  return !sameItem(before, after)
}
