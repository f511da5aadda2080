import { createHash } from 'node:crypto'
import type { CloudClock } from '../../clock.ts'
import { AwsError } from '../../aws-error.ts'
import type { Collection, Store } from '../../store.ts'
import { canonical } from './item.ts'

/** DynamoDB remembers a token for 10 minutes. */
const life = 10 * 60_000

interface Use {
  /** Digest of the request. */
  readonly request: string
  /** Milliseconds since 1970. */
  readonly until: number
}

/**
 * Which requests were carried out already. Kept with what they wrote, because a caller whom a crash left without an
 * answer asks again after the restart.
 */
export class RequestTokens {
  readonly #clock: CloudClock
  readonly #kept: Collection<Use>
  /** Oldest first. */
  readonly #uses: Map<string, Use>

  constructor(store: Store, clock: CloudClock) {
    this.#clock = clock
    this.#kept = store.collection('dynamodb/tokens')
    this.#uses = new Map(this.#kept.entries().toSorted(([, one], [, other]) => one.until - other.until))
  }

  /** Whether this very request was carried out under `token`. Throws `AwsError` when it was another one. */
  knows(token: string, request: unknown): boolean {
    const use = this.#uses.get(token)
    if (use === undefined || use.until <= this.#clock.now()) return false
    if (use.request === digest(request)) return true
    throw new AwsError('IdempotentParameterMismatchException', 'This token was used with other parameters before')
  }

  /** To be called in the transaction that keeps what the request wrote. */
  keep(token: string, request: unknown): void {
    for (const [old, { until }] of this.#uses) {
      if (until > this.#clock.now()) break
      this.#uses.delete(old)
      this.#kept.delete(old)
    }
    const use = { request: digest(request), until: this.#clock.now() + life }
    this.#kept.put(token, use)
    this.#uses.set(token, use)
  }
}

const digest = (request: unknown) => createHash('sha256').update(canonical(request)).digest('base64')
