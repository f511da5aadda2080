import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Click, CordPull } from '../../contract/cord-pull.ts'
import type { Clock } from '../clock/clock.ts'
import { asSent, type KeptPull, pullNow } from './kept-pull.ts'
import { noStore, openPullStore, type PullStore } from './pull-store.ts'
import { sparing } from '../sparing-log.ts'

/** How many pulls wait at most: a button that is stuck must not fill the disk. */
const most = 1000

export interface OutboxOptions {
  /** Where the pulls of all this machine's cords are kept; without it they are lost when the process ends. */
  readonly folder?: string | undefined
  readonly cord: string
  readonly clock: Clock
  /** A new id each time, the same never again anywhere. */
  readonly newId?: () => string
  /** Takes one line at a time, for the operator. */
  readonly log: (line: string) => void
}

/**
 * How far a pull that has just been added is safe: `on-disk` from the end of this process (from a power cut some
 * moments later), `in-memory` only until then. `refused` because too many wait already: it will not be sent, and whoever
 * pulled must not be told otherwise.
 */
export type Kept = 'on-disk' | 'in-memory' | 'refused'

/** @param taken called once the broker has it in its keeping */
export type SendPull = (pull: CordPull, taken: () => void) => void

/**
 * The pulls of one cord that the broker has not got yet. They are sent one at a time and in their order, each with the
 * same id however often, until it is acknowledged.
 */
export interface Outbox {
  add(click: Click): Kept
  /** From now on pulls can be sent. */
  connected(send: SendPull): void
  /** What was under way may or may not have come; it is sent again. */
  lost(): void
  /** How many wait. */
  size(): number
  /** Resolves once the disk itself holds all that was added. */
  settled(): Promise<void>
}

export function openOutbox({ folder, cord, clock, newId = randomUUID, log }: OutboxOptions): Outbox {
  const tell = sparing((line) => log(`${cord}: ${line}`), clock)
  const store = folder === undefined ? noStore : openPullStore(join(folder, cord), (line) => tell('store', line))
  const queue = queueIn(store, clock)
  return {
    add(click) {
      if (queue.size() >= most) {
        tell('full', `${most} pulls wait to be sent already: this one is refused`)
        return 'refused'
      }
      const pull = pullNow(click, newId(), clock)
      const isOnDisk = store.add(pull)
      queue.push(pull)
      return isOnDisk ? 'on-disk' : 'in-memory'
    },
    connected: (send) => queue.sendBy(send),
    lost: () => queue.sendBy(undefined),
    size: () => queue.size(),
    settled: () => store.settled(),
  }
}

/** Hands on one pull at a time, for as long as there is a way to send. */
function queueIn(store: PullStore, clock: Clock) {
  const waiting: KeptPull[] = [...store.found]
  let send: SendPull | undefined
  let underWay: KeptPull | undefined

  const sendFirst = () => {
    const [pull] = waiting
    if (send === undefined || underWay !== undefined || pull === undefined) return
    underWay = pull
    send(asSent(pull, clock), () => {
      // Acknowledged twice, on two connections.
      if (underWay !== pull) return
      underWay = undefined
      waiting.shift()
      store.remove(pull)
      sendFirst()
    })
  }
  return {
    size: () => waiting.length,
    push(pull: KeptPull) {
      waiting.push(pull)
      sendFirst()
    },
    sendBy(how: SendPull | undefined) {
      send = how
      underWay = undefined
      sendFirst()
    },
  }
}
