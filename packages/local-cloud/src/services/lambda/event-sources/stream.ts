import { randomUUID } from 'node:crypto'
import type { Cancel } from '../../../clock.ts'
import { failedItems } from './failures.ts'
import { filterOf } from './filter.ts'
import type { EventSourcesOptions, StreamMapping, ShardRecord } from './mappings.ts'
import type { Collection } from '../../../store.ts'

/** How far a mapping has come; kept, so that a restart goes on after the last finished batch. */
interface Position {
  /** Sequence number of the last record that is dealt with. */
  readonly after?: string | undefined
}

/** Milliseconds before a failed batch is tried again: 100, 200, 400 … */
const backOff = (failures: number) => Math.min(100 * 2 ** (failures - 1), 10_000)

/** Brings a stream's records to a function: in order, one batch at a time, each until it is taken or given up. */
export class StreamReader {
  readonly #mapping: StreamMapping
  readonly #options: EventSourcesOptions
  readonly #fits: (record: unknown) => boolean
  readonly #positions: Collection<Position>
  readonly #onMoved: () => void
  #reading = false
  #stopped = false
  #unsubscribe: Cancel = () => undefined
  #endWait: Cancel = () => undefined

  constructor(mapping: StreamMapping, options: EventSourcesOptions, onMoved: () => void) {
    this.#mapping = mapping
    this.#options = options
    this.#onMoved = onMoved
    this.#fits = filterOf(mapping.filters)
    this.#positions = options.store.collection('stream-positions')
  }

  get streamArn(): string {
    return this.#mapping.streamArn
  }

  /** The sequence number of the last record that is dealt with. */
  get position(): string | undefined {
    return this.#positions.get(this.#mapping.id)?.after
  }

  start(): void {
    const { id, streamArn, startingPosition } = this.#mapping
    const { streamSource } = this.#options
    if (this.#positions.get(id) === undefined) {
      this.#moveTo(startingPosition === 'LATEST' ? streamSource.latestSequence(streamArn) : undefined)
    }
    this.#unsubscribe = streamSource.onStreamGrew(streamArn, () => this.#read())
    this.#read()
  }

  stop(): void {
    this.#stopped = true
    this.#unsubscribe()
    this.#endWait()
  }

  #read(): void {
    if (this.#reading || this.#stopped) return
    void this.#options.activity.during(`stream ${this.#mapping.streamArn}`, this.#readAll())
  }

  async #readAll(): Promise<void> {
    const { streamArn, batchSize } = this.#mapping
    this.#reading = true
    try {
      while (!this.#stopped) {
        const batch = this.#options.streamSource.readStream(streamArn, this.position, batchSize)
        if (batch.length === 0) return
        await this.#deliver(batch)
      }
    } finally {
      // In the same turn as the empty read, so that no growth in between goes unheard.
      this.#reading = false
    }
  }

  /** Resolves once every record has been taken, skipped or given up. */
  async #deliver(batch: readonly ShardRecord[]): Promise<void> {
    let left = batch
    for (let failures = 0; left.length > 0 && !this.#stopped;) {
      const { taken, error } = await this.#try(left)
      if (this.#stopped) return
      this.#moveBy(left.slice(0, taken))
      left = left.slice(taken)
      if (left.length === 0) return
      if (taken > 0) failures = 0
      this.#options.onTrouble(`${this.#mapping.functionArn}: a batch of ${left.length} failed: ${String(error)}`)
      if (this.#mapping.bisectOnError === true && left.length > 1) return this.#deliverHalves(left)
      if (this.#mayTryAgain(++failures)) await this.#wait(backOff(failures))
      else return this.#giveUp(left, failures)
    }
  }

  /** A split uses up no retry. */
  async #deliverHalves(batch: readonly ShardRecord[]): Promise<void> {
    const middle = Math.ceil(batch.length / 2)
    await this.#deliver(batch.slice(0, middle))
    await this.#deliver(batch.slice(middle))
  }

  /** How many records, from the first on, are dealt with. */
  async #try(batch: readonly ShardRecord[]): Promise<{ taken: number; error?: unknown }> {
    const wanted = batch.filter((record) => this.#fits(record))
    if (wanted.length === 0) return { taken: batch.length }
    try {
      const answer = await this.#options.functions.invoke(this.#mapping.functionArn, { Records: wanted })
      if (this.#mapping.reportsFailures !== true) return { taken: batch.length }
      const failed = failedItems(answer, wanted.map(sequenceOf))
      const first = wanted.find((record) => failed.has(sequenceOf(record)))
      return first ? { taken: batch.indexOf(first), error: 'it reported failures' } : { taken: batch.length }
    } catch (error) {
      return { taken: 0, error }
    }
  }

  #mayTryAgain(failures: number): boolean {
    const { maximumRetryAttempts: most = -1 } = this.#mapping
    return most < 0 || failures <= most
  }

  async #giveUp(batch: readonly ShardRecord[], attempts: number): Promise<void> {
    const { store, queues, clock, onTrouble } = this.#options
    const { onFailure } = this.#mapping
    for (let failures = 1; !this.#stopped; failures++) {
      try {
        const notice = JSON.stringify(this.#noticeOf(batch, attempts, clock.now()))
        return store.together(() => {
          if (onFailure !== undefined) queues.send(onFailure, notice)
          this.#moveBy(batch)
        })
      } catch (error) {
        // To pass on now would lose the batch without a trace.
        onTrouble(`${this.#mapping.functionArn}: a failed batch could not be set aside: ${String(error)}`)
        await this.#wait(backOff(failures))
      }
    }
  }

  /** What Lambda tells an on-failure destination: not the records, but where they are. */
  #noticeOf(batch: readonly ShardRecord[], attempts: number, now: number) {
    const first = batch[0]
    const last = batch.at(-1)
    return {
      requestContext: {
        requestId: randomUUID(),
        functionArn: this.#mapping.functionArn,
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: attempts,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: new Date(now).toISOString(),
      DDBStreamBatchInfo: {
        shardId: 'shardId-00000000000000000000-00000000',
        startSequenceNumber: first && sequenceOf(first),
        endSequenceNumber: last && sequenceOf(last),
        approximateArrivalOfFirstRecord: arrival(first),
        approximateArrivalOfLastRecord: arrival(last),
        batchSize: batch.length,
        streamArn: this.#mapping.streamArn,
      },
    }
  }

  #wait(ms: number): Promise<void> {
    const { clock } = this.#options
    return new Promise((resolve) => {
      const cancel = clock.at(clock.now() + ms, resolve)
      this.#endWait = () => {
        cancel()
        resolve()
      }
    })
  }

  #moveBy(records: readonly ShardRecord[]): void {
    const last = records.at(-1)
    if (last === undefined) return
    this.#moveTo(sequenceOf(last))
    this.#onMoved()
  }

  #moveTo(after: string | undefined): void {
    this.#positions.put(this.#mapping.id, after === undefined ? {} : { after })
  }
}

const sequenceOf = ({ dynamodb }: ShardRecord) => dynamodb.SequenceNumber

const arrival = (record: ShardRecord | undefined) =>
  record && new Date(record.dynamodb.ApproximateCreationDateTime * 1000).toISOString()
