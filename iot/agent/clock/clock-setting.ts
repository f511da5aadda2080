import { existsSync } from 'node:fs'
import { kernelSaysSet } from './kernel-clock.ts'

/** This program was written later than this, so a clock that shows less was never set. */
const earliestPlausible = Date.UTC(2026, 10, 1)
/** Asks no more often than this: each question may go to the kernel, and callers ask many times a second. Milliseconds. */
const pause = 3000

/** The witnesses of whether the time of day is right. */
export interface TimeKeeping {
  /**
   * At boot, systemd sets a machine without a clock to the time of its last shutdown: there a plausible time proves
   * nothing. Elsewhere, as in a container or on a Mac, there is nobody to ask, and a plausible time must do.
   */
  readonly restoresAtBoot: boolean
  /** timesyncd has heard from a server since boot. */
  readonly timesyncSaysSet: () => boolean
  /** Another time service has told the kernel; `undefined` if the kernel cannot be asked. */
  readonly kernelSaysSet: () => boolean | undefined
}

export const thisMachine: TimeKeeping = {
  restoresAtBoot: process.platform === 'linux' && existsSync('/run/systemd/system'),
  timesyncSaysSet: () => existsSync('/run/systemd/timesync/synchronized'),
  kernelSaysSet,
}

/**
 * Tells whether the time of day is set, asking at most every few seconds. Once set it stays set: a clock that was right
 * drifts by seconds, not by days.
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
