import type { CloudClock } from '../../clock.ts'
import type { Store } from '../../store.ts'
import type { Told } from './publication.ts'

/** What a topic was told, and when. */
export interface SnsMessage extends Told {
  /** ISO 8601. */
  readonly at: string
}

/** Of one topic; SNS itself keeps none, but on a laptop people want to read what would have been mailed. */
const mostKept = 200

/** The newest messages of one topic, kept through restarts. */
export class TopicMessages {
  readonly #topic: string
  readonly #store: Store
  readonly #clock: CloudClock
  readonly #kept
  #messages: { readonly key: string; readonly message: SnsMessage }[]

  constructor(topic: string, store: Store, clock: CloudClock) {
    this.#topic = topic
    this.#store = store
    this.#clock = clock
    this.#kept = store.collection<SnsMessage>('sns-messages')
    this.#messages = this.#kept.entries(`${topic}/`).map(([key, message]) => ({ key, message }))
  }

  /** The oldest first. */
  all(): SnsMessage[] {
    return this.#messages.map(({ message }) => message)
  }

  keep(told: Told): void {
    const message = { ...told, at: new Date(this.#clock.now()).toISOString() }
    const key = this.#nextKey()
    const all = [...this.#messages, { key, message }]
    this.#store.together(() => {
      this.#kept.put(key, message)
      for (const old of all.slice(0, -mostKept)) this.#kept.delete(old.key)
    })
    this.#messages = all.slice(-mostKept)
  }

  /** Numbered, for two may come within one millisecond; in text order. */
  #nextKey(): string {
    const last = Number(this.#messages.at(-1)?.key.split('/')[1] ?? 0)
    return `${this.#topic}/${String(last + 1).padStart(12, '0')}`
  }
}
