import type { Cancel, CloudClock } from '@andon/local-cloud/clock.ts'

/** Time as it passes, and beyond it whatever is skipped: what falls due in a skipped span happens at once, in order. */
export class SkippingClock implements CloudClock {
  #ahead = 0
  #waiting = new Set<{ readonly time: number; readonly wake: () => void; timer: NodeJS.Timeout }>()

  now = () => Date.now() + this.#ahead

  at(time: number, wake: () => void): Cancel {
    const entry = { time, wake, timer: setTimeout(() => this.#due(entry), this.#delay(time)) }
    this.#waiting.add(entry)
    return () => {
      clearTimeout(entry.timer)
      this.#waiting.delete(entry)
    }
  }

  skip({ minutes }: { readonly minutes: number }): void {
    this.#ahead += minutes * 60_000
    const entries = [...this.#waiting].sort((a, b) => a.time - b.time)
    for (const entry of entries) {
      if (!this.#waiting.has(entry)) continue
      if (entry.time <= this.now()) this.#due(entry)
      else {
        clearTimeout(entry.timer)
        entry.timer = setTimeout(() => this.#due(entry), this.#delay(entry.time))
      }
    }
  }

  #due(entry: { readonly wake: () => void; readonly timer: NodeJS.Timeout }): void {
    clearTimeout(entry.timer)
    for (const waiting of this.#waiting) if (waiting === entry) this.#waiting.delete(waiting)
    entry.wake()
  }

  #delay = (time: number) => Math.min(2 ** 31 - 1, Math.max(0, time - this.now()))
}
