import type { Clock, RefusedEntries } from '../ports.ts'

/** As many as one PutEvents or SendMessageBatch takes. */
const most = 10
const tries = 3

/** One entry of a batch that was refused while others were taken. */
export interface RefusedEntry {
  /** Its place in the batch, from 0. */
  readonly nth: number
  readonly because: string
}

/**
 * Sends ten at a time. Such a call answers 200 for a batch of which some were refused: only these are sent again, in
 * their order, a moment later.
 * @returns what was refused each time, if anything
 */
export async function sendInTens<T>(
  clock: Clock,
  all: readonly T[],
  send: (some: readonly T[]) => Promise<readonly RefusedEntry[]>,
): Promise<RefusedEntries<T> | undefined> {
  const entries: T[] = []
  const reasons = new Set<string>()
  for (let i = 0; i < all.length; i += most) {
    let left = all.slice(i, i + most)
    let refusals: readonly RefusedEntry[] = []
    for (let nth = 1; nth <= tries && left.length > 0; nth++) {
      if (nth > 1) await clock.pause((1 + clock.chance()) * 50 * 2 ** nth)
      refusals = await send(left)
      const refused = new Set(refusals.map(({ nth: place }) => place))
      left = left.filter((_, place) => refused.has(place))
    }
    entries.push(...left)
    for (const { because } of refusals) reasons.add(because)
  }
  return entries.length === 0 ? undefined : { entries, because: [...reasons].join('; ') }
}
