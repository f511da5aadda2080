import { toSeconds } from '../../domain/duration.ts'
import { type Instant, instant } from '../../domain/instant.ts'
import type { Clock } from '../../ports.ts'
import type { Steps } from '../steps.ts'

/** Time that passes from one thing to the next, and never waits. */
export interface PassingTime {
  readonly clock: Clock
  /** Steps of a run, whose waits pass with this time. */
  readonly steps: (run: string) => Steps
  /** Ends a wait for a callback. */
  readonly release: (callback: string) => void
  /** @param when milliseconds since 1970 */
  readonly at: (when: number, work: () => void) => void
  /** Lets everything happen that is due until when, each at its time. */
  readonly passTo: (when: number) => Promise<void>
}

interface Due {
  readonly when: number
  readonly work: () => void
}

/** @param begins milliseconds since 1970 */
export function passingTime(begins: number): PassingTime {
  let now = begins
  /** The last is the next. */
  const due: Due[] = []
  const callbacks = new Map<string, () => void>()

  const at: PassingTime['at'] = (when, work) => {
    due.splice(placeOf(due, when), 0, { when, work })
  }
  const wait = (seconds: number) => new Promise<void>((resolve) => at(now + seconds * 1000, resolve))
  return {
    at,
    clock: { now: (): Instant => instant(now), pause: async () => undefined, chance: () => 0 },
    release: (callback) => callbacks.get(callback)?.(),
    steps: (run) => ({
      step: (_name, work) => work(),
      wait: (_name, duration) => wait(toSeconds(duration)),
      async callback(name, timeout) {
        const id = `${run} ${name}`
        const told = new Promise<'succeeded'>((resolve) => callbacks.set(id, () => resolve('succeeded')))
        const late = wait(toSeconds(timeout)).then(() => 'timed-out' as const)
        return { id, ended: () => Promise.race([told, late]).finally(() => callbacks.delete(id)) }
      },
    }),
    async passTo(when) {
      for (let next = due.at(-1); next !== undefined && next.when <= when; next = due.at(-1)) {
        due.pop()
        now = Math.max(now, next.when)
        next.work()
        await allSettled()
      }
      now = Math.max(now, when)
    },
  }
}

/** Where to put it, so that what is due first stands last; of one time, what was put first. */
function placeOf(due: readonly Due[], when: number): number {
  let [low, high] = [0, due.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const one = due[middle]
    if (one !== undefined && one.when > when) low = middle + 1
    else high = middle
  }
  return low
}

/** Nothing in a replay waits for anything but this time, so whatever can go on has gone on by then. */
const allSettled = () => new Promise<void>((resolve) => void setImmediate(resolve))
