import { randomUUID } from 'node:crypto'
import type { Activity } from '../../activity.ts'
import type { Cancel, CloudClock } from '../../clock.ts'
import { failurePayload, whatFailed } from './failure.ts'
import { type AsynchronousConfig, type FunctionReference, invokedArn, versionOf } from './function.ts'
import type { FunctionFailed } from './functions.ts'
import type { Collection, Store } from '../../store.ts'

/** Lambda's own back-off before the second and the third try. */
export const lambdaRetryDelays: readonly number[] = [60_000, 120_000]
const sixHours = 6 * 3600

/** An event that has been accepted and is not yet dealt with. Kept as JSON, so that a restart goes on with it. */
interface Accepted {
  readonly key: string
  readonly requestId: string
  readonly target: FunctionReference
  /** JSON. */
  readonly payload: string
  /** Milliseconds since 1970. */
  readonly acceptedAt: number
  attempts: number
}

export interface AsynchronousOptions {
  readonly clock: CloudClock
  readonly store: Store
  readonly activity: Activity
  /** Milliseconds before each further try; the last one holds for all after it. */
  readonly retryDelays: readonly number[]
  readonly invoke: (target: FunctionReference, payload: string, requestId: string) => Promise<unknown>
  readonly configOf: (name: string) => AsynchronousConfig
  /** Where what failed for good goes: the function's dead-letter queue and its destination. */
  outcomes: Outcomes
  readonly onLog: (functionName: string, line: string) => void
}

/** What is told of an asynchronous invocation that is over. */
export interface InvocationOutcome {
  readonly requestId: string
  readonly target: FunctionReference
  readonly version: string
  readonly payload: string
  readonly attempts: number
  readonly condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded'
  readonly answer?: unknown
  readonly failure?: FunctionFailed
}

export interface Outcomes {
  /** Throws when a queue that is named does not exist. */
  tell(outcome: InvocationOutcome): void
}

/** Asynchronous invocations: accepted at once, kept until done (at least once), retried, then set aside. */
export class AsynchronousInvocations {
  readonly #options: AsynchronousOptions
  readonly #kept: Collection<Accepted>
  readonly #open = new Map<string, { cancel: Cancel; end: () => void }>()
  #order = 0
  #stopped = false

  constructor(options: AsynchronousOptions) {
    this.#options = options
    this.#kept = options.store.collection('lambda-asynchronous')
  }

  accept(target: FunctionReference, payload: string, requestId: string = randomUUID()): void {
    const acceptedAt = this.#options.clock.now()
    // In text order the oldest comes first, also among those of one millisecond.
    const key = `${String(acceptedAt).padStart(15, '0')}-${String(this.#order++).padStart(9, '0')}-${requestId}`
    const accepted = { key, requestId, target, payload, acceptedAt, attempts: 0 }
    this.#kept.put(key, accepted)
    this.#take(accepted)
  }

  /** Goes on with what an earlier run had accepted and not done. Call once all functions are defined. */
  resume(): void {
    for (const [key, accepted] of this.#kept.entries()) if (!this.#open.has(key)) this.#take(accepted)
  }

  stop(): void {
    this.#stopped = true
    for (const { cancel, end } of this.#open.values()) {
      cancel()
      end()
    }
    this.#open.clear()
  }

  #take(accepted: Accepted): void {
    const end = this.#options.activity.begin(`asynchronous invocation of ${accepted.target.name}`)
    this.#open.set(accepted.key, { cancel: () => undefined, end })
    void this.#try(accepted)
  }

  async #try(accepted: Accepted): Promise<void> {
    const { invoke } = this.#options
    try {
      const answer = await invoke(accepted.target, accepted.payload, accepted.requestId)
      this.#finish({ ...accepted, attempts: accepted.attempts + 1 }, { condition: 'Success', answer })
    } catch (error) {
      this.#failed({ ...accepted, attempts: accepted.attempts + 1 }, whatFailed(error))
    }
  }

  #failed(accepted: Accepted, failure: FunctionFailed): void {
    if (this.#stopped) return
    const { clock, retryDelays, configOf } = this.#options
    const { retries = 2, maxEventAgeSeconds = sixHours } = configOf(accepted.target.name)
    if (accepted.attempts > retries) return this.#finish(accepted, { condition: 'RetriesExhausted', failure })
    const again = clock.now() + (retryDelays[accepted.attempts - 1] ?? retryDelays.at(-1) ?? 0)
    if (again - accepted.acceptedAt > maxEventAgeSeconds * 1000) {
      return this.#finish(accepted, { condition: 'EventAgeExceeded', failure })
    }
    this.#kept.put(accepted.key, accepted)
    const open = this.#open.get(accepted.key)
    if (open) open.cancel = clock.at(again, () => void this.#try(accepted))
  }

  #finish(accepted: Accepted, result: Pick<InvocationOutcome, 'condition' | 'answer' | 'failure'>): void {
    if (this.#stopped) return
    const { store, outcomes, onLog } = this.#options
    try {
      store.together(() => {
        outcomes.tell({ ...accepted, ...result, version: versionOf(accepted.target) })
        this.#kept.delete(accepted.key)
      })
    } catch (error) {
      // It stays kept, and the next start tries it again: better twice than lost.
      onLog(accepted.target.name, `The outcome of ${accepted.requestId} could not be told: ${String(error)}`)
    }
    this.#open.get(accepted.key)?.end()
    this.#open.delete(accepted.key)
  }
}

/** The record that Lambda sends to an on-success or on-failure destination. */
export function destinationRecord(outcome: InvocationOutcome, at: number) {
  const { requestId, target, version, payload, attempts, condition, answer, failure } = outcome
  return {
    version: '1.0',
    timestamp: new Date(at).toISOString(),
    requestContext: {
      requestId,
      functionArn: invokedArn(target),
      condition,
      approximateInvokeCount: attempts,
    },
    requestPayload: JSON.parse(payload),
    responseContext: {
      statusCode: 200,
      executedVersion: version,
      ...(failure && { functionError: 'Unhandled' }),
    },
    responsePayload: failure ? failurePayload(failure) : (answer ?? null),
  }
}
