import type { CloudClock } from '../../clock.ts'
import type { StoredMessage } from './message.ts'
import type { Queue } from './queue.ts'

/** Receivers that wait for messages. */
export class LongPolls {
  readonly #clock: CloudClock
  readonly #ends = new Set<() => void>()

  constructor(clock: CloudClock) {
    this.#clock = clock
  }

  /** What `receive` gives as soon as that is something, or nothing after `seconds`. */
  wait(queue: Queue, seconds: number, receive: () => StoredMessage[]): Promise<StoredMessage[]> {
    const atOnce = receive()
    if (atOnce.length > 0 || seconds === 0) return Promise.resolve(atOnce)

    return new Promise((resolve, reject) => {
      const end = (outcome: () => void) => {
        stopClock()
        stopListening()
        this.#ends.delete(giveUp)
        outcome()
      }
      const giveUp = () => end(() => resolve([]))
      const stopClock = this.#clock.at(this.#clock.now() + seconds * 1000, giveUp)
      const stopListening = queue.onVisible(() => {
        try {
          const messages = receive()
          if (messages.length > 0) end(() => resolve(messages))
        } catch (error) {
          end(() => reject(error))
        }
      })
      this.#ends.add(giveUp)
    })
  }

  close(): void {
    for (const giveUp of this.#ends) giveUp()
  }
}
