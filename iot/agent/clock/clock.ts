import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'
import { clockSetting, thisMachine } from './clock-setting.ts'

/** One moment, as both of the machine's clocks tell it. Milliseconds. */
export interface Moment {
  /** Only ever grows, whoever sets the time of day; zero lies anywhere. */
  readonly monotonic: number
  /** The time of day, since 1970. */
  readonly wall: number
  /** False while the time of day is not known to be right: a Pi has no clock of its own until the network tells it. */
  readonly wallIsSet: boolean
}

/** Time as the agent sees it, so that tests can move it by hand. */
export interface Clock {
  /** Names the run of `monotonic`: two of its times can be compared only where this is the same. */
  readonly boot: string
  moment(): Moment
  /** Calls `wake` once, `ms` milliseconds from now, and never before returning. */
  after(ms: number, wake: () => void): Cancel
}
export type Cancel = () => void

// Linux stops `performance.now()` while the machine sleeps, and a command must grow old in that time too;
// `uptime` goes on. Elsewhere it is the other way round.
const countsFromBoot = process.platform === 'linux'
const monotonicNow = countsFromBoot ? () => uptime() * 1000 : () => performance.now()
const isSet = clockSetting(thisMachine)

function thisBoot(): string {
  try {
    if (countsFromBoot) return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    // A sandbox may hide it: then no time outlives this process.
  }
  return randomUUID()
}

export const realClock: Clock = {
  boot: thisBoot(),
  moment() {
    const [monotonic, wall] = [monotonicNow(), Date.now()]
    return { monotonic, wall, wallIsSet: isSet({ monotonic, wall }) }
  },
  after(ms, wake) {
    const timer = setTimeout(wake, Math.max(0, ms))
    return () => clearTimeout(timer)
  },
}
