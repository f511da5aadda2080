import { randomUUID } from 'node:crypto'
import type { Activity } from '../../../activity.ts'
import type { CloudClock } from '../../../clock.ts'
import { DurableExecution, type CheckpointAnswer } from './execution.ts'
import type { ErrorObject, OperationUpdate } from './operations.ts'
import { callbackOf, type DurableWait, executionIdentity, type ExecutionRecord, recordKey, waitsOf } from './record.ts'
import { type DurableUsage, usageOf } from './usage.ts'
import type { DurableConfig } from '../function.ts'
import { arnOf } from '../../../arn.ts'
import { AwsError } from '../../../aws-error.ts'
import type { Collection, Store } from '../../../store.ts'

const day = 24 * 3600_000
const validName = /^[A-Za-z0-9_-]{1,64}$/

export interface DurableExecutionsOptions {
  readonly clock: CloudClock
  readonly store: Store
  readonly activity: Activity
  /** How many times as fast waits and callback timeouts pass. */
  readonly speed: number
  /** Runs the handler once. Rejects when it came to no orderly end. */
  readonly invoke: (record: ExecutionRecord, event: unknown) => Promise<unknown>
  /**
   * Undefined when there is no such function, or it is not durable.
   * @param version the newest unless given
   */
  readonly configOf: (functionName: string, version?: string) => DurableConfig | undefined
  /** An execution is over. What this writes is kept together with that fact. */
  readonly onEnd: (record: ExecutionRecord) => void
}

export interface Start {
  readonly functionName: string
  readonly version: string
  /** A random one unless given. */
  readonly name?: string | undefined
  /** JSON. */
  readonly input: string
  readonly asynchronous: boolean
}

/** Lambda's durable executions: each survives this process, and goes on when it is resumed. */
export class DurableExecutions {
  readonly #options: DurableExecutionsOptions
  readonly #kept: Collection<ExecutionRecord>
  readonly #running = new Map<string, DurableExecution>()
  readonly #waiting = new Map<string, ((record: ExecutionRecord) => void)[]>()
  #closed = false

  constructor(options: DurableExecutionsOptions) {
    this.#options = options
    this.#kept = options.store.collection('durable-executions')
  }

  /** Starting twice by the same name, with the same input, is starting once. Throws `AwsError`. */
  start({ functionName, version, name = randomUUID(), input, asynchronous }: Start): ExecutionRecord {
    // Somebody who is still running may ask for it; it would outlive the store that keeps it.
    if (this.#closed) throw new AwsError('ServiceException', 'The local cloud is stopping', 500)
    if (!validName.test(name)) throw invalid(`Not a name for a durable execution: ${name}`)
    const known = this.#find(functionName, name)
    if (known !== undefined) {
      if (known.input === input) return known
      const message = `A durable execution ${name} has been started already, with another payload`
      throw new AwsError('DurableExecutionAlreadyStartedException', message, 409)
    }
    const record = newRecord({ functionName, version, name, input, asynchronous }, this.#options.clock.now())
    this.#go(record)
    return record
  }

  /** Resolves once the execution is over. */
  finished(record: ExecutionRecord): Promise<ExecutionRecord> {
    const latest = this.get(record.arn)
    if (latest.status !== 'RUNNING') return Promise.resolve(latest)
    return new Promise((resolve) => {
      this.#waiting.set(record.arn, [...(this.#waiting.get(record.arn) ?? []), resolve])
    })
  }

  /** Goes on with every running execution of an earlier run. Call once all functions are defined. */
  resume(): void {
    for (const [key, record] of this.#kept.entries()) {
      if (record.status !== 'RUNNING' || this.#running.has(key)) continue
      if (this.#options.configOf(record.functionName) !== undefined) this.#go(record)
      else this.#ended({ ...record, status: 'FAILED', error: functionGone, endedAt: this.#options.clock.now() })
    }
  }

  /** Whether a running execution began with this version. */
  needs(functionName: string, version: string): boolean {
    return this.list(functionName).some((record) => record.status === 'RUNNING' && record.version === version)
  }

  checkpoint(
    arn: string,
    token: string,
    updates: readonly OperationUpdate[],
    clientToken?: string,
  ): CheckpointAnswer & { readonly over: boolean } {
    const execution = this.#live(arn)
    const answer = execution.checkpoint(token, updates, clientToken)
    return { ...answer, over: execution.record.status !== 'RUNNING' }
  }

  /** The record, when the token is that of the present invocation. */
  stateFor(arn: string, token: string): ExecutionRecord {
    const execution = this.#live(arn)
    execution.checkToken(token)
    return execution.record
  }

  /** Throws `AwsError` when there is none. */
  get(arn: string): ExecutionRecord {
    const identity = executionIdentity(arn)
    const record = identity && this.#find(identity.functionName, identity.name)
    if (record?.arn === arn) return record
    throw new AwsError('ResourceNotFoundException', `There is no durable execution ${arn}`, 404)
  }

  /** The oldest first. */
  list(functionName: string): ExecutionRecord[] {
    const records = this.#kept.entries(recordKey({ functionName, name: '' })).map(([, record]) => record)
    return records.sort((a, b) => a.startedAt - b.startedAt)
  }

  /** Of all executions that are kept. */
  usage(): DurableUsage {
    return usageOf(this.#kept.entries().map(([, record]) => record))
  }

  waits(): DurableWait[] {
    return [...this.#running.values()].flatMap(({ record }) => waitsOf(record))
  }

  /** An execution that is over already stays as it ended. */
  stop(arn: string, error: ErrorObject | undefined): ExecutionRecord {
    this.#running.get(recordKey(identityOf(this.get(arn))))?.stop(error)
    return this.get(arn)
  }

  answerCallback(callbackId: string, answer: { readonly result: string } | { readonly error: ErrorObject }): void {
    const { execution, operationId } = this.#callback(callbackId)
    execution.answer(operationId, answer)
  }

  heartbeatCallback(callbackId: string): void {
    const { execution, operationId } = this.#callback(callbackId)
    execution.heartbeat(operationId)
  }

  /** Leaves everything as it is kept. */
  close(): void {
    this.#closed = true
    for (const execution of this.#running.values()) execution.close()
    this.#running.clear()
  }

  #go(record: ExecutionRecord): void {
    const key = recordKey(record)
    const config =
      this.#options.configOf(record.functionName, record.version) ?? this.#options.configOf(record.functionName)
    const execution = new DurableExecution(record, {
      clock: this.#options.clock,
      activity: this.#options.activity,
      speed: this.#options.speed,
      keep: (changed) => this.#kept.put(key, changed),
      invoke: (current, event) => this.#options.invoke(current, event),
      ended: (over) => this.#ended(over),
    })
    this.#running.set(key, execution)
    this.#kept.put(key, record)
    execution.go(record.startedAt + (config?.executionTimeoutSeconds ?? 0) * 1000)
  }

  #ended(record: ExecutionRecord): void {
    const key = recordKey(record)
    this.#running.delete(key)
    this.#options.store.together(() => {
      this.#kept.put(key, record)
      this.#options.onEnd(record)
    })
    for (const resolve of this.#waiting.get(record.arn) ?? []) resolve(record)
    this.#waiting.delete(record.arn)
  }

  /** Not what is closed for longer than the function keeps it: its name is free again. */
  #find(functionName: string, name: string): ExecutionRecord | undefined {
    const key = recordKey({ functionName, name })
    const record = this.#running.get(key)?.record ?? this.#kept.get(key)
    const kept = (this.#options.configOf(functionName)?.retentionDays ?? 14) * day
    return record?.endedAt !== undefined && record.endedAt + kept < this.#options.clock.now() ? undefined : record
  }

  /** A process that still checkpoints an execution that is over has been superseded. */
  #live(arn: string): DurableExecution {
    const execution = this.#running.get(recordKey(identityOf(this.get(arn))))
    if (execution === undefined) throw invalid('Invalid checkpoint token')
    return execution
  }

  #callback(callbackId: string): { execution: DurableExecution; operationId: string } {
    const callback = callbackOf(callbackId)
    const identity = callback && executionIdentity(callback.executionArn)
    if (callback === undefined || identity === undefined) throw invalid('Not the id of a callback')
    const execution = this.#running.get(recordKey(identity))
    if (execution?.record.arn !== callback.executionArn) {
      throw new AwsError('CallbackTimeoutException', 'The execution that waited for this callback is over')
    }
    return { execution, operationId: callback.operationId }
  }
}

function newRecord({ functionName, version, name, input, asynchronous }: Start & { name: string }, now: number) {
  const id = randomUUID()
  const arn = `${arnOf('lambda', `function:${functionName}:${version}`)}/durable-execution/${name}/${id}`
  const record: ExecutionRecord = {
    arn,
    name,
    functionName,
    version,
    input,
    asynchronous,
    startedAt: now,
    status: 'RUNNING',
    operations: [{ id, type: 'EXECUTION', status: 'STARTED', startedAt: now, input, name }],
    updated: [],
    invoking: true,
    faults: 0,
    invocations: 0,
  }
  return record
}

const functionGone: ErrorObject = {
  ErrorType: 'Local.FunctionGone',
  ErrorMessage: 'There is no durable function of this name any more',
}
const identityOf = ({ functionName, name }: ExecutionRecord) => ({ functionName, name })
const invalid = (message: string) => new AwsError('InvalidParameterValueException', message)
