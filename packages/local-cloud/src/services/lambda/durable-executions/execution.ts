import { randomUUID } from 'node:crypto'
import * as z from 'zod/mini'
import type { Activity } from '../../../activity.ts'
import type { CloudClock } from '../../../clock.ts'
import {
  applyUpdate,
  dueAt,
  errorObject,
  fallenDue,
  isOver,
  type ErrorObject,
  type DurableOperation,
  type OperationUpdate,
} from './operations.ts'
import {
  callbackIdOf,
  isoTime,
  pageOf,
  waitsForSomething,
  type ExecutionRecord,
  type ExecutionStatus,
} from './record.ts'
import { Timers } from './timers.ts'
import { whatFailed } from '../failure.ts'
import { AwsError } from '../../../aws-error.ts'

/** After so many faults in a row the execution has failed. */
const mostFaults = 10
/** AWS's limit. */
const mostOperations = 3000

export interface ExecutionSurroundings {
  readonly clock: CloudClock
  readonly activity: Activity
  /** How many times as fast waits and callback timeouts pass. */
  readonly speed: number
  readonly keep: (record: ExecutionRecord) => void
  /** Runs the handler once. Rejects when it came to no orderly end. */
  readonly invoke: (record: ExecutionRecord, event: unknown) => Promise<unknown>
  /** It is over: keeps it as it is now and tells whom it concerns. */
  readonly ended: (record: ExecutionRecord) => void
}

const outcome = z.discriminatedUnion('Status', [
  z.object({ Status: z.literal('PENDING') }),
  z.object({ Status: z.literal('SUCCEEDED'), Result: z.optional(z.nullable(z.string())) }),
  z.object({ Status: z.literal('FAILED'), Error: z.optional(errorObject) }),
])

/** A running durable execution: what it waits for, and the invocations of its handler, one at a time. */
export class DurableExecution {
  readonly record: ExecutionRecord
  readonly #surroundings: ExecutionSurroundings
  readonly #timers: Timers
  /** Good for the next checkpoint only, and only of the present invocation. */
  #token: string | undefined
  /** The last checkpoint's answer, for a client that did not hear it and asks again. */
  #last: { readonly clientToken: string; readonly answer: CheckpointAnswer } | undefined
  #closed = false

  constructor(record: ExecutionRecord, surroundings: ExecutionSurroundings) {
    this.record = record
    this.#surroundings = surroundings
    this.#timers = new Timers(surroundings.clock)
  }

  /** Goes on from wherever the record stands: at its start, or after a restart. */
  go(timeoutAt: number): void {
    this.#timers.arm('execution timeout', timeoutAt, () => this.#end('TIMED_OUT', undefined, timeoutError))
    for (const operation of this.record.operations) this.#await(operation)
    if (this.record.invoking || this.record.updated.length > 0) this.#invoke()
  }

  checkpoint(token: string, updates: readonly OperationUpdate[], clientToken?: string): CheckpointAnswer {
    if (clientToken !== undefined && this.#last?.clientToken === clientToken) return this.#last.answer
    this.checkToken(token)
    const touched = new Set([...updates.map((update) => update.Id), ...this.record.updated])
    // All or nothing: an update that does not fit must leave no trace of those before it.
    const operations = updates.reduce((known, update) => this.#apply(known, update), this.record.operations)
    this.record.operations = operations
    this.#token = randomUUID()
    for (const operation of operations) if (touched.has(operation.id)) this.#await(operation)
    const over = updates.find(({ Type, Action }) => Type === 'EXECUTION' && Action !== 'START')
    if (over) this.#end(over.Action === 'SUCCEED' ? 'SUCCEEDED' : 'FAILED', over.Payload, over.Error)
    else this.#surroundings.keep(this.record)

    const answer = { token: this.#token, operations: operations.filter(({ id }) => touched.has(id)) }
    if (clientToken !== undefined) this.#last = { clientToken, answer }
    return answer
  }

  /** Throws `AwsError`, as the service does, when the invocation that holds the token has been superseded. */
  checkToken(token: string): void {
    if (this.#token === undefined || token !== this.#token) {
      throw new AwsError('InvalidParameterValueException', 'Invalid checkpoint token')
    }
  }

  /** Somebody answers a callback. Throws `AwsError` when it is no longer open. */
  answer(operationId: string, answer: { readonly result: string } | { readonly error: ErrorObject }): void {
    const operation = this.#openCallback(operationId)
    const status = 'error' in answer ? 'FAILED' : 'SUCCEEDED'
    this.#settle({ ...operation, ...answer, status, endedAt: this.#surroundings.clock.now() })
  }

  heartbeat(operationId: string): void {
    const operation = this.#openCallback(operationId)
    if (operation.heartbeatMs === undefined) return
    const alive = { ...operation, heartbeatAt: this.#surroundings.clock.now() }
    this.#replace(alive)
    this.#surroundings.keep(this.record)
    this.#await(alive)
  }

  stop(error: ErrorObject | undefined): void {
    this.#end('STOPPED', undefined, error)
  }

  /** Leaves the execution as it is kept; this process does nothing more for it. */
  close(): void {
    this.#closed = true
    this.#timers.cancelAll()
  }

  #apply(known: DurableOperation[], update: OperationUpdate): DurableOperation[] {
    const at = known.findIndex(({ id }) => id === update.Id)
    const { clock, speed } = this.#surroundings
    const operation = applyUpdate(known[at], update, { now: clock.now(), speed }, (id) =>
      callbackIdOf(this.record.arn, id),
    )
    if (at >= 0) return known.with(at, operation)
    if (known.length < mostOperations) return [...known, operation]
    throw new AwsError('InvalidParameterValueException', `More than ${mostOperations} operations in one execution`)
  }

  /** Arms whatever moves the operation on in time; a step's next attempt counts as activity, a wait does not. */
  #await(operation: DurableOperation): void {
    this.#timers.cancel(operation.id)
    const due = dueAt(operation)
    if (due === undefined) return
    const { clock, activity } = this.#surroundings
    const end =
      operation.status === 'PENDING' ? activity.begin(`retry of ${operation.name ?? operation.id}`) : undefined
    this.#timers.arm(operation.id, due, () => this.#settle(fallenDue(operation, clock.now())), end)
  }

  #settle(operation: DurableOperation): void {
    this.#timers.cancel(operation.id)
    this.#replace(operation)
    this.record.updated.push(operation.id)
    this.#surroundings.keep(this.record)
    if (!this.record.invoking) this.#invoke()
  }

  #replace(operation: DurableOperation): void {
    this.record.operations = this.record.operations.map((other) => (other.id === operation.id ? operation : other))
  }

  #openCallback(operationId: string): DurableOperation {
    const operation = this.record.operations.find(({ id }) => id === operationId)
    if (operation !== undefined && !isOver(operation)) return operation
    throw new AwsError('CallbackTimeoutException', 'The callback has timed out or has been answered already')
  }

  #invoke(): void {
    const { record } = this
    const event = this.#begin()
    const run = this.#surroundings.invoke(record, event).then(
      (answer) => this.#concluded(answer),
      (error: unknown) => this.#faulted(error),
    )
    void this.#surroundings.activity.during(`invocation of ${record.name}`, run)
  }

  /** What the handler is invoked with: plain JSON, as Lambda sends it. */
  #begin() {
    const { record } = this
    const updated = [...new Set(record.updated)]
    Object.assign(record, { invoking: true, updated: [], invocations: record.invocations + 1 })
    this.#token = randomUUID()
    this.#last = undefined
    this.#surroundings.keep(record)
    return {
      DurableExecutionArn: record.arn,
      CheckpointToken: this.#token,
      UpdatedOperationIds: updated,
      InitialExecutionState: pageOf(record.operations, isoTime),
    }
  }

  #concluded(answer: unknown): void {
    if (this.#closed) return
    const said = outcome.safeParse(answer)
    if (!said.success) return this.#faulted(new Error(`Not what a durable handler returns: ${JSON.stringify(answer)}`))
    if (said.data.Status === 'SUCCEEDED') return this.#end('SUCCEEDED', said.data.Result ?? undefined)
    if (said.data.Status === 'FAILED') return this.#end('FAILED', undefined, said.data.Error)
    // What settled while it ran may have come too late for it to notice: let it look again.
    if (this.record.updated.length > 0) return this.#invoke()
    if (!waitsForSomething(this.record)) return this.#faulted(new Error('It suspended, but waits for nothing'))
    Object.assign(this.record, { invoking: false, faults: 0 })
    this.#token = undefined
    this.#surroundings.keep(this.record)
  }

  #faulted(error: unknown): void {
    if (this.#closed) return
    const { clock, activity } = this.#surroundings
    this.#token = undefined
    const faults = ++this.record.faults
    const failure = whatFailed(error)
    if (faults >= mostFaults) {
      return this.#end('FAILED', undefined, { ErrorType: failure.errorType, ErrorMessage: failure.message })
    }
    this.#surroundings.keep(this.record)
    if (faults === 1) return this.#invoke()
    this.#timers.arm(
      'next try',
      clock.now() + backOff(faults),
      () => this.#invoke(),
      activity.begin(`retry of ${this.record.name}`),
    )
  }

  #end(status: ExecutionStatus, result?: string, error?: ErrorObject): void {
    if (this.#closed) return
    this.close()
    this.#token = undefined
    Object.assign(this.record, { status, result, error, invoking: false, endedAt: this.#surroundings.clock.now() })
    this.#surroundings.ended(this.record)
  }
}

export interface CheckpointAnswer {
  readonly token: string
  /** What the checkpoint changed, and what has moved on by itself since the handler was invoked. */
  readonly operations: readonly DurableOperation[]
}

/** Milliseconds before the next try after so many faults in a row, from the second on. */
const backOff = (faults: number) => Math.min(1000 * 2 ** (faults - 2), 30_000)

const timeoutError: ErrorObject = { ErrorType: 'Execution.Timeout', ErrorMessage: 'The execution timed out' }
