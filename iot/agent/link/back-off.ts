/** The longest first wait, and the longest of all. Milliseconds. */
const first = 1000
const last = 60_000

/**
 * How long to wait before the next attempt, in milliseconds: anything up to a limit that doubles with each failure. Full
 * jitter, so that a thousand lamps do not come back to a restarted broker at the same moment.
 * @param failures attempts that failed since the last good connection
 * @param chance from 0 up to 1, e.g. `Math.random()`
 */
export function backOff(failures: number, chance: number): number {
  return chance * Math.min(last, first * 2 ** failures)
}
