import type { Cancel, AgentClock, Moment } from '../../../iot/agent/clock/clock.ts'

/** Both of the machine's clocks, standing still until they are moved. */
export class MovedClock implements AgentClock {
  readonly boot = 'boot-1'
  #monotonic = 5_000
  #wall: number
  #wallIsSet = true
  #waiting: { readonly time: number; readonly wake: () => void }[] = []

  constructor(wall = Date.UTC(2026, 10, 21, 9)) {
    this.#wall = wall
  }

  moment = (): Moment => ({ monotonic: this.#monotonic, wall: this.#wall, wallIsSet: this.#wallIsSet })

  after(ms: number, wake: () => void): Cancel {
    const entry = { time: this.#monotonic + ms, wake }
    this.#waiting.push(entry)
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry)
    }
  }

  /** Both clocks go on by so many seconds, waking in order whatever falls due on the way. */
  pass(seconds: number): void {
    const end = this.#monotonic + seconds * 1000
    for (let due = this.#next(end); due !== undefined; due = this.#next(end)) {
      this.#waiting = this.#waiting.filter((other) => other !== due)
      this.#goTo(Math.max(this.#monotonic, due.time))
      due.wake()
    }
    this.#goTo(end)
  }

  /** Somebody sets the time of day; no time passes by that. */
  setWall(wall: number): void {
    this.#wall = wall
    this.#wallIsSet = true
  }

  /** The time of day is what a machine wakes up with that has no clock. */
  forgetWall(): void {
    this.#wall = 0
    this.#wallIsSet = false
  }

  #goTo(monotonic: number) {
    this.#wall += monotonic - this.#monotonic
    this.#monotonic = monotonic
  }

  #next(end: number) {
    return this.#waiting.filter(({ time }) => time <= end).sort((a, b) => a.time - b.time)[0]
  }
}
