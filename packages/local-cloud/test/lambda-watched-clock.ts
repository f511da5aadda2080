import { MovedClock, type Cancel } from '../src/clock.ts'

/** A moved clock that tells when something has come to wait for it. */
export class WatchedClock extends MovedClock {
  #armed: { time: number; open: boolean }[] = []
  #waiting: { ms: number; resolve: () => void }[] = []

  override at(time: number, wake: () => void): Cancel {
    const entry = { time, open: true }
    this.#armed.push(entry)
    const cancel = super.at(time, () => {
      entry.open = false
      wake()
    })
    this.#waiting = this.#waiting.filter(({ ms, resolve }) => !this.#isArmed(ms) || resolve())
    return () => {
      entry.open = false
      cancel()
    }
  }

  /** Once something waits for the time `ms` from now, lets that time pass. */
  async pass(ms: number): Promise<void> {
    if (!this.#isArmed(ms)) await new Promise<void>((resolve) => this.#waiting.push({ ms, resolve }))
    this.move(ms)
  }

  #isArmed = (ms: number) => this.#armed.some(({ time, open }) => open && time === this.now() + ms)
}
