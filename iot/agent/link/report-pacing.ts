import type { Cancel, AgentClock } from '../clock/clock.ts'

/** AWS IoT Core takes about one retained message a second on a topic. Milliseconds. */
const pause = 1000
/** A thousand lamps may obey the same change: they spread their reports over this time. Milliseconds. */
const spread = 1000

/** Sends within a second, and at most once a second: only the latest of what came in that time. */
export interface Paced<T> {
  send(latest: T): void
  /** Forgets what waits to be sent. */
  drop(): void
}

/** @param chance from 0 up to 1 */
export function paced<T>(clock: AgentClock, chance: () => number, send: (latest: T) => void): Paced<T> {
  let waiting: { readonly latest: T } | undefined
  let notBefore = -Infinity
  let cancel: Cancel = () => {}

  const go = () => {
    if (waiting === undefined) return
    const { latest } = waiting
    waiting = undefined
    notBefore = clock.moment().monotonic + pause
    send(latest)
  }

  return {
    send(latest) {
      if (waiting === undefined) {
        const early = notBefore - clock.moment().monotonic
        cancel = clock.after(Math.max(early, chance() * spread), go)
      }
      waiting = { latest }
    },
    drop() {
      cancel()
      waiting = undefined
    },
  }
}
