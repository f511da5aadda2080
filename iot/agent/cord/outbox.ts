import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Click, CordPull } from '../../contract/cord-pull.ts'
import type { AgentClock } from '../clock/clock.ts'
import { asSent, type KeptPull, pullNow } from './kept-pull.ts'
import { noStore, openPullStore, type PullStore } from './pull-store.ts'
import { sparing } from '../sparing-log.ts'

/** The most pulls that may wait: a stuck button must not fill the disk. */
const most = 1000

export interface OutboxOptions {
  /** The folder for the pulls of all cords on this machine; without it they are lost when the process ends. */
  readonly folder?: string | undefined
  readonly cord: string
  readonly clock: AgentClock
  /** Makes an id that is unique everywhere. */
  readonly newId?: () => string
  /** Takes one line at a time, for the operator. */
  readonly log: (line: string) => void
}

/**
 * Where a new pull is. `on-disk`: it survives the end of this process, and some moments later also a power cut.
 * `in-memory`: it is lost when this process ends. `refused`: too many pulls wait, so it will not be sent.
 */
export type Kept = 'on-disk' | 'in-memory' | 'refused'

/** @param taken called when the broker has confirmed it */
export type SendPull = (pull: CordPull, taken: () => void) => void

/**
 * The pulls of one cord that the broker has not confirmed yet. It sends them one at a time, in order. It repeats a pull
 * with the same id until the broker confirms it.
 */
export interface Outbox {
  add(click: Click): Kept
  /** Pulls can be sent from now on. */
  connected(send: SendPull): void
  /** The connection is lost. The pull that was under way may have arrived or not: it is sent again. */
  lost(): void
  /** How many pulls wait. */
  size(): number
  /** Resolves when all pulls are safely on the disk. */
  settled(): Promise<void>
}

export function openOutbox({ folder, cord, clock, newId = randomUUID, log }: OutboxOptions): Outbox {
  const tell = sparing((line) => log(`${cord}: ${line}`), clock)
  const store = folder === undefined ? noStore : openPullStore(join(folder, cord), (line) => tell('store', line))
  const queue = queueIn(store, clock)
  return {
    add(click) {
      if (queue.size() >= most) {
        tell('full', `${most} pulls are waiting to be sent: this pull is dropped`)
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

/** Sends one pull at a time while there is a connection. */
function queueIn(store: PullStore, clock: AgentClock) {
  const waiting: KeptPull[] = [...store.found]
  let send: SendPull | undefined
  let underWay: KeptPull | undefined

  const sendFirst = () => {
    const [pull] = waiting
    if (send === undefined || underWay !== undefined || pull === undefined) return
    underWay = pull
    send(asSent(pull, clock), () => {
      // Confirmed twice, on two connections.
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
