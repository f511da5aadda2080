import { existsSync } from 'node:fs'
import { kernelSaysSet } from './kernel-clock.ts'

/** This program was written later than that, so a clock that says otherwise was never set. */
const earliestPlausible = Date.UTC(2026, 10, 1)
/** Milliseconds between two askings, for each may go to the kernel and the moment is wanted many times a second. */
const pause = 3000

/** What can tell whether the time of day is right. */
export interface TimeKeeping {
  /**
   * systemd gives a machine without a clock the time that it was switched off at: there a plausible time proves
   * nothing. Elsewhere, as in a container or on a Mac, there is nobody to ask and plausible must do.
   */
  readonly restoresAtBoot: boolean
  /** timesyncd has heard from a server since boot. */
  readonly timesyncSaysSet: () => boolean
  /** Whoever else keeps the time has told the kernel; `undefined` where the kernel cannot be asked. */
  readonly kernelSaysSet: () => boolean | undefined
}

export const thisMachine: TimeKeeping = {
  restoresAtBoot: process.platform === 'linux' && existsSync('/run/systemd/system'),
  timesyncSaysSet: () => existsSync('/run/systemd/timesync/synchronized'),
  kernelSaysSet,
}

/**
 * Tells whether the time of day is known to be set, asking at most every few seconds. Once set it stays set: a clock
 * that was right and is no longer kept is off by seconds, not by days.
 */
export function clockSetting({ restoresAtBoot, timesyncSaysSet, kernelSaysSet }: TimeKeeping) {
  let isSet = false
  let askAgain = -Infinity

  return ({ monotonic, wall }: { readonly monotonic: number; readonly wall: number }): boolean => {
    if (isSet || monotonic < askAgain) return isSet
    askAgain = monotonic + pause
    isSet = wall >= earliestPlausible && (!restoresAtBoot || timesyncSaysSet() || kernelSaysSet() === true)
    return isSet
  }
}
