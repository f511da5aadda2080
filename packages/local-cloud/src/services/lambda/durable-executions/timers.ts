import type { Cancel, CloudClock } from '../../../clock.ts'

/** What an execution waits for in time, each by its name. */
export class Timers {
  readonly #clock: CloudClock
  readonly #armed = new Map<string, Cancel>()

  constructor(clock: CloudClock) {
    this.#clock = clock
  }

  /** Replaces what was armed by this name. `over` is called after `wake`, or when the timer is cancelled. */
  arm(name: string, time: number, wake: () => void, over: () => void = () => undefined): void {
    this.cancel(name)
    const cancel = this.#clock.at(time, () => {
      this.#armed.delete(name)
      wake()
      over()
    })
    this.#armed.set(name, () => {
      cancel()
      over()
    })
  }

  cancel(name: string): void {
    this.#armed.get(name)?.()
    this.#armed.delete(name)
  }

  cancelAll(): void {
    for (const name of this.#armed.keys()) this.cancel(name)
  }
}
