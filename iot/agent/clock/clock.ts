import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'
import { clockSetting, thisMachine } from './clock-setting.ts'

/** One moment on both clocks of the machine. Milliseconds. */
export interface Moment {
  /** Only ever grows, also when the time of day is set. Its zero has no meaning. */
  readonly monotonic: number
  /** The time of day, since 1970. */
  readonly wall: number
  /** False until the time of day is known to be right: a Pi has no clock of its own, the network tells it. */
  readonly wallIsSet: boolean
}

/** Time as the agent sees it. Tests move it by hand. */
export interface AgentClock {
  /** Names the run of `monotonic`: two of its times can be compared only if this is the same. */
  readonly boot: string
  moment(): Moment
  /** Calls `wake` once, `ms` milliseconds from now, and never before returning. */
  after(ms: number, wake: () => void): Cancel
}
export type Cancel = () => void

// On Linux `performance.now()` stops while the machine sleeps, but a command must grow old in that time too; `uptime`
// goes on. Elsewhere it is the other way round.
const countsFromBoot = process.platform === 'linux'
const monotonicNow = countsFromBoot ? () => uptime() * 1000 : () => performance.now()
const isSet = clockSetting(thisMachine)

function thisBoot(): string {
  try {
    if (countsFromBoot) return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    // A sandbox may hide it: then times cannot be compared across processes.
  }
  return randomUUID()
}

export const machineClock: AgentClock = {
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
