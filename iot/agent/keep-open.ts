import { backOff } from './link/back-off.ts'
import type { Cancel, Clock } from './clock/clock.ts'
import type { LampTrouble } from './drivers/driver.ts'
import type { SparingLog } from './sparing-log.ts'

/** What held this long was good: once it goes, it is tried again soon. Milliseconds. */
const goodAfter = 60_000

/** Something that may be missing, be taken by others, or be pulled out at any time. */
export interface Part {
  /** Called also when the part is lost. */
  close(): unknown
}

export interface KeepOpenOptions<P extends Part> {
  /** What people call it, e.g. `usb-tower`. */
  readonly name: string
  /** As `OpenDriver`. */
  readonly open: (lost: (trouble: LampTrouble) => void) => Promise<P>
  readonly clock: Clock
  /** From 0 up to 1, to spread the attempts. */
  readonly chance: () => number
  readonly tell: SparingLog
  readonly onOpen: (part: P) => void
  /** Called for each attempt that fails, and when the part is lost. @param words for people, beginning with the name */
  readonly onTrouble: (words: string) => void
}

export interface KeptOpen {
  /** Gives up what is open, for a reason that only its user saw, and opens it anew. */
  lose(why: unknown): void
  close(): void
}

/** Opens a part, and again for as long as it takes whenever it cannot be had or is lost. */
export function keepOpen<P extends Part>(options: KeepOpenOptions<P>): KeptOpen {
  const { name, open, clock, tell, onOpen, onTrouble } = options
  const waits = waitsBetween(options)
  let part: P | undefined
  /** Counts the attempts: what comes of an earlier one comes too late. */
  let turn = 0
  let cancelRetry: Cancel = () => {}

  const begin = () => {
    const mine = ++turn
    const fail = (why: unknown) => turn === mine && failed(why)
    open(fail).then((opened) => {
      if (turn !== mine) return void opened.close()
      part = opened
      if (waits.opened()) tell(`${name} back`, `${name}: is there`)
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
    tell(name, `${words}; tries again in ${(retryIn / 1000).toFixed(1)} s`)
    onTrouble(words)
  }

  begin()
  return { lose: (why) => part && failed(why), close: giveUp }
}

function waitsBetween({ clock, chance }: { readonly clock: Clock; readonly chance: () => number }) {
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
