import type { Cancel, CloudClock } from '../../clock.ts'
import type { Change } from './change-stream.ts'
import type { Item } from './item.ts'
import { own } from '../../own.ts'

/** DynamoDB leaves alone what expired longer ago than this: such a figure was hardly meant as a time. */
const fiveYears = 5 * 365 * 24 * 3600 * 1000

interface TimeToLiveOptions {
  /** The attribute that says when, in seconds since 1970. */
  readonly attribute: string
  readonly clock: CloudClock
  /** Deletes the items of these keys. */
  readonly expire: (keys: readonly string[]) => void
}

/** Deletes each item as soon as its time has come (DynamoDB itself takes up to a few days). */
export class TimeToLive {
  readonly #attribute: string
  readonly #clock: CloudClock
  readonly #expire: (keys: readonly string[]) => void
  /** Milliseconds since 1970, by key. */
  readonly #ends = new Map<string, number>()
  #alarm: { readonly at: number; readonly cancel: Cancel } | undefined

  constructor({ attribute, clock, expire }: TimeToLiveOptions) {
    this.#attribute = attribute
    this.#clock = clock
    this.#expire = expire
  }

  /** Takes notice of items that were written or deleted. */
  note(changes: readonly Change[]): void {
    for (const { key, after } of changes) {
      const end = after && this.#endOf(after)
      if (end === undefined) this.#ends.delete(key)
      else this.#ends.set(key, end)
      if (end !== undefined) this.#wakeBy(end)
    }
  }

  close(): void {
    this.#alarm?.cancel()
    this.#ends.clear()
  }

  #endOf(written: Item): number | undefined {
    const seconds = own(written, this.#attribute)?.['N']
    if (seconds === undefined) return undefined
    const end = Number(seconds) * 1000
    return end > this.#clock.now() - fiveYears ? end : undefined
  }

  #wakeBy(time: number): void {
    if (this.#alarm !== undefined && this.#alarm.at <= time) return
    this.#alarm?.cancel()
    this.#alarm = { at: time, cancel: this.#clock.at(time, () => this.#sweep()) }
  }

  #sweep(): void {
    this.#alarm = undefined
    const due = [...this.#ends].filter(([, end]) => end <= this.#clock.now()).map(([key]) => key)
    for (const key of due) this.#ends.delete(key)
    if (due.length > 0) this.#expire(due)
    for (const end of this.#ends.values()) this.#wakeBy(end)
  }
}
