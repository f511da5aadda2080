import type { Clock } from '../ports.ts'

/** Seconds until a message is tried again: 1 to 2, doubling with each time it was received, to at most 5 minutes. */
export function backOff(clock: Clock, received: number): number {
  const longest = Math.min(300, 2 ** Math.min(received, 9))
  // Half of it by chance, so that those who failed together do not come back together.
  return Math.ceil(longest / 2 + (clock.chance() * longest) / 2)
}
