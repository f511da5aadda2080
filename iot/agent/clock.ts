import { uptime } from 'node:os'

/** One moment, as both of the machine's clocks tell it. Milliseconds. */
export interface Moment {
  /** Only ever grows, whoever sets the time of day; zero lies anywhere. */
  readonly monotonic: number
  /** The time of day, since 1970. */
  readonly wall: number
  /** False while the time of day cannot be right: a Pi has no clock of its own until the network tells it. */
  readonly wallIsSet: boolean
}

/** Time as the agent sees it, so that tests can move it by hand. */
export interface Clock {
  moment(): Moment
  /** Calls `wake` once, `ms` milliseconds from now, and never before returning. */
  after(ms: number, wake: () => void): Cancel
}
export type Cancel = () => void

/** This program was written later than that, so a clock that says otherwise was never set. */
const earliestPlausible = Date.UTC(2026, 10, 1)

// Linux stops `performance.now()` while the machine sleeps, and a command must grow old in that time too;
// `uptime` goes on. Elsewhere it is the other way round.
const monotonic = process.platform === 'linux' ? () => uptime() * 1000 : () => performance.now()

export const realClock: Clock = {
  moment() {
    const wall = Date.now()
    return { monotonic: monotonic(), wall, wallIsSet: wall >= earliestPlausible }
  },
  after(ms, wake) {
    const timer = setTimeout(wake, Math.max(0, ms))
    return () => clearTimeout(timer)
  },
}
