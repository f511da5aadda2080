import { MovedClock } from '@andon/local-cloud/clock.ts'
import { instant } from '../../functions/domain/instant.ts'
import type { Clock } from '../../functions/ports.ts'

interface Due {
  readonly at: number
  readonly what: () => Promise<void> | void
}

/** Time that passes only when somebody lets it, also from within what falls due: as while one waits for an answer. */
export class PassingTime {
  readonly cloud = new MovedClock(Date.UTC(2026, 10, 16))
  #due: Due[] = []

  get now(): number {
    return this.cloud.now()
  }

  /** For the use cases. A pause takes no time: nobody else is to be met in it. */
  readonly clock: Clock = { now: () => instant(this.now), pause: async () => {}, chance: () => 0 }

  /** Seconds from now. */
  after(seconds: number, what: Due['what']): void {
    const at = this.now + Math.round(seconds * 1000)
    const behind = this.#due.findIndex((other) => other.at > at)
    this.#due.splice(behind === -1 ? this.#due.length : behind, 0, { at, what })
  }

  every(seconds: number, what: Due['what']): void {
    this.after(seconds, async () => {
      this.every(seconds, what)
      await what()
    })
  }

  async pass(seconds: number): Promise<void> {
    const end = this.now + Math.round(seconds * 1000)
    for (let next = this.#due[0]; next !== undefined && next.at <= end; next = this.#due[0]) {
      this.#due.shift()
      this.cloud.move(Math.max(0, next.at - this.now))
      await next.what()
    }
    this.cloud.move(Math.max(0, end - this.now))
  }
}
