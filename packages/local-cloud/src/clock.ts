/** Time as the local cloud sees it, so that tests can move it by hand. Milliseconds since 1970. */
export interface CloudClock {
  now(): number
  /** Calls `wake` once, at `time` or soon after; at once (but never before returning) when that has passed. */
  at(time: number, wake: () => void): Cancel
}
export type Cancel = () => void

/** The longest a Node timer can run. */
const longest = 2 ** 31 - 1

export const realClock: CloudClock = {
  now: () => Date.now(),
  at(time, wake) {
    let timer: NodeJS.Timeout
    const arm = () => {
      const wait = Math.max(0, time - Date.now())
      timer = wait > longest ? setTimeout(arm, longest) : setTimeout(wake, wait)
    }
    arm()
    return () => clearTimeout(timer)
  },
}

/** A clock that stands still until it is moved. */
export class MovedClock implements CloudClock {
  #now: number
  #waiting: { readonly time: number; readonly wake: () => void }[] = []

  constructor(start = Date.UTC(2026, 10, 21, 9)) {
    this.#now = start
  }

  now = () => this.#now

  at(time: number, wake: () => void): Cancel {
    const entry = { time, wake }
    this.#waiting.push(entry)
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry)
    }
  }

  /** Moves on by `ms`, waking in order whatever falls due on the way. */
  move(ms: number): void {
    const end = this.#now + ms
    for (let due = this.#next(end); due !== undefined; due = this.#next(end)) {
      this.#waiting = this.#waiting.filter((other) => other !== due)
      this.#now = Math.max(this.#now, due.time)
      due.wake()
    }
    this.#now = end
  }

  #next(end: number) {
    return this.#waiting.filter(({ time }) => time <= end).sort((a, b) => a.time - b.time)[0]
  }
}
