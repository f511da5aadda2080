import type { Cancel, Clock } from './clock.ts'

/** AWS IoT Core takes about one retained message a second on a topic. Milliseconds. */
const pause = 1000

/** Sends the first at once, and of what comes within a second of what was sent only the latest, when that is over. */
export interface Paced<T> {
  send(latest: T): void
  /** Sends nothing more of what was given so far. */
  drop(): void
}

export function paced<T>(clock: Clock, send: (latest: T) => void): Paced<T> {
  let waiting: { readonly latest: T } | undefined
  let notBefore = -Infinity
  let cancel: Cancel = () => {}

  const go = (latest: T) => {
    waiting = undefined
    notBefore = clock.moment().monotonic + pause
    send(latest)
  }

  return {
    send(latest) {
      const early = notBefore - clock.moment().monotonic
      if (early <= 0) {
        cancel()
        return go(latest)
      }
      if (waiting === undefined) cancel = clock.after(early, () => waiting && go(waiting.latest))
      waiting = { latest }
    },
    drop() {
      cancel()
      waiting = undefined
    },
  }
}
