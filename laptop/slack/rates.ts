import { type CloudClock } from '@andon/local-cloud/clock.ts'

/** Lets `most` pass in any `window` milliseconds, for each key by itself. */
export class Rate {
  readonly #clock: CloudClock
  readonly #most: number
  readonly #window: number
  readonly #passed = new Map<string, readonly number[]>()

  constructor(clock: CloudClock, most: number, window: number) {
    this.#clock = clock
    this.#most = most
    this.#window = window
  }

  /** Whole seconds to wait; 0 when it may pass now, which then counts. */
  secondsToWait(key: string): number {
    const now = this.#clock.now()
    const recent = (this.#passed.get(key) ?? []).filter((time) => time > now - this.#window)
    const [oldest = now] = recent
    if (recent.length >= this.#most) return Math.ceil((oldest + this.#window - now) / 1000)
    this.#passed.set(key, [...recent, now])
    return 0
  }
}
