import { type CloudClock } from '../../clock.ts'
import { type MqttPublication } from './limits.ts'
import { type Store } from '../../store.ts'

export interface RetainedMessage {
  readonly topic: string
  readonly payload: Buffer
  readonly qos: 0 | 1
  /** Milliseconds since 1970. */
  readonly lastModified: number
}

/** The newest retained message of each topic, kept through restarts. */
export class RetainedMessages {
  readonly #clock: CloudClock
  readonly #kept

  constructor(store: Store, clock: CloudClock) {
    this.#clock = clock
    this.#kept = store.collection<{ payload: string; qos: 0 | 1; lastModified: number }>('iot-retained')
  }

  /** An empty payload takes the topic's message away. */
  keep({ topic, payload, qos }: MqttPublication): void {
    if (payload.length === 0) return this.#kept.delete(topic)
    const base64 = Buffer.from(payload).toString('base64')
    this.#kept.put(topic, { payload: base64, qos: qos === 0 ? 0 : 1, lastModified: this.#clock.now() })
  }

  get(topic: string): RetainedMessage | undefined {
    const kept = this.#kept.get(topic)
    return kept && { ...kept, topic, payload: Buffer.from(kept.payload, 'base64') }
  }

  /** In text order of their topics. */
  all(): RetainedMessage[] {
    return this.#kept
      .entries()
      .map(([topic, kept]) => ({ ...kept, topic, payload: Buffer.from(kept.payload, 'base64') }))
  }
}
