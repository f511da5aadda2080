import { backOff } from './link/back-off.ts'
import type { Cancel, AgentClock } from './clock/clock.ts'
import type { LampTrouble } from './drivers/driver.ts'
import type { SparingLog } from './sparing-log.ts'

/** A part that held this long was good: when it is lost, the next attempt comes soon. Milliseconds. */
const goodAfter = 60_000

/** A device that may be missing, in use by others, or pulled out at any time. */
export interface Part {
  /** Called also when the part is lost. */
  close(): unknown
}

export interface KeepOpenOptions<P extends Part> {
  /** What people call it, e.g. `usb-tower`. */
  readonly name: string
  /** As `OpenDriver`. */
  readonly open: (lost: (trouble: LampTrouble) => void) => Promise<P>
  readonly clock: AgentClock
  /** From 0 up to 1, to spread the attempts. */
  readonly chance: () => number
  readonly tell: SparingLog
  readonly onOpen: (part: P) => void
  /** Called when an attempt fails, and when the part is lost. @param words for people, beginning with the name */
  readonly onTrouble: (words: string) => void
}

export interface KeptOpen {
  /** Closes the open part, for a reason that only its user saw, and opens it again. */
  lose(why: unknown): void
  close(): void
}

/** Opens a part, and tries again whenever that fails or the part is lost. */
export function keepOpen<P extends Part>(options: KeepOpenOptions<P>): KeptOpen {
  const { name, open, clock, tell, onOpen, onTrouble } = options
  const waits = waitsBetween(options)
  let part: P | undefined
  /** Counts the attempts: the result of an earlier one comes too late. */
  let turn = 0
  let cancelRetry: Cancel = () => {}

  const begin = () => {
    const mine = ++turn
    const fail = (why: unknown) => turn === mine && failed(why)
    open(fail).then((opened) => {
      if (turn !== mine) return void opened.close()
      part = opened
      if (waits.opened()) tell(`${name} back`, `${name}: works again`)
      onOpen(opened)
    }, fail)
  }
  const giveUp = () => {
    cancelRetry()
    turn++
    part?.close()
    part = undefined
  }
  const failed = (why: unknown) => {
    giveUp()
    const retryIn = waits.failed()
    cancelRetry = clock.after(retryIn, begin)
    const words = `${name}: ${why instanceof Error ? why.message : String(why)}`
    tell(name, `${words}; trying again in ${(retryIn / 1000).toFixed(1)} s`)
    onTrouble(words)
  }

  begin()
  return { lose: (why) => part && failed(why), close: giveUp }
}

function waitsBetween({ clock, chance }: { readonly clock: AgentClock; readonly chance: () => number }) {
  let failures = 0
  let goodFrom = Infinity
  return {
    /** Returns whether it had failed before. */
    opened() {
      goodFrom = clock.moment().monotonic + goodAfter
      return failures > 0
    },
    /** Returns the milliseconds to wait. */
    failed() {
      if (clock.moment().monotonic >= goodFrom) failures = 0
      goodFrom = Infinity
      return backOff(failures++, chance())
    },
  }
}
