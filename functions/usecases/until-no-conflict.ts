import { type Clock, Conflict } from '../ports.ts'

const most = 12
const firstPause = 10
const longestPause = 500

/**
 * Repeats an attempt, reads included, while others keep changing what it builds on. Gives up after 12 attempts
 * (3 seconds at the most) with the last `Conflict`: the queue brings it back later.
 */
export async function untilNoConflict<T>(clock: Clock, attempt: () => Promise<T>): Promise<T> {
  for (let nth = 1; ; nth++) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof Conflict) || nth === most) throw error
      // Full jitter, so that those who met once do not meet again.
      await clock.pause(clock.chance() * Math.min(longestPause, firstPause * 2 ** nth))
    }
  }
}
