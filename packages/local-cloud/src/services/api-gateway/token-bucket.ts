import type { CloudClock } from '../../clock.ts'

export interface Throttling {
  /** Requests a second. */
  readonly rate: number
  /** How many may come at once. */
  readonly burst: number
}

/** As API Gateway throttles: each request takes a token, and they come back at a steady rate, up to the burst. */
export class TokenBucket {
  readonly #clock: CloudClock
  readonly #throttling: Throttling | undefined
  #tokens: number
  #filledAt: number

  /** @param throttling `undefined`: it never runs out */
  constructor(clock: CloudClock, throttling: Throttling | undefined) {
    this.#clock = clock
    this.#throttling = throttling
    this.#tokens = throttling?.burst ?? 0
    this.#filledAt = clock.now()
  }

  /** Whether there was one. */
  take(): boolean {
    if (this.#throttling === undefined) return true
    const now = this.#clock.now()
    const { rate, burst } = this.#throttling
    this.#tokens = Math.min(burst, this.#tokens + ((now - this.#filledAt) / 1000) * rate)
    this.#filledAt = now
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }
}
