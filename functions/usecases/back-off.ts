import type { Clock } from '../ports.ts'

/** As often as that a message comes within about four hours. */
const often = 60
/** After that it comes every half hour at most: within two weeks fewer than the 1,000 times that a queue allows. */
const seldom = 1800

/**
 * Seconds until a message is tried again: 1 to 2, doubling with each time it was received, to at most 5 minutes in the
 * first hours, and half an hour after that.
 */
export function backOff(clock: Clock, received: number): number {
  const longest = received > often ? seldom : Math.min(300, 2 ** Math.min(received, 9))
  // Half of it by chance, so that those who failed together do not come back together.
  return Math.ceil(longest / 2 + (clock.chance() * longest) / 2)
}
