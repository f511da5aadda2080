import { type Aedes, type Client, type Subscription } from 'aedes'
import { topicMatches } from './sql/rule-statement.ts'
import { type MqttMessage } from './message.ts'
import { type Peer } from './peer.ts'
import { type AnswerRequest } from './provisioning.ts'
import { isProvisioningAnswer } from './reserved-topics.ts'

export interface AnswersProps {
  readonly peerOf: (client: Client) => Peer
  /** Asked for what a client publishes to fleet provisioning; the answer goes back to that client alone. */
  readonly answerRequest: AnswerRequest
  readonly log: (line: string) => void
}

/** Brings what fleet provisioning answers to the client that asked, when it has subscribed to it. */
export class Answers {
  readonly #props: AnswersProps
  /** Filter → QoS. */
  readonly #subscribed = new WeakMap<Client, Map<string, number>>()

  constructor(aedes: Aedes, props: AnswersProps) {
    this.#props = props
    aedes.on('unsubscribe', (filters, client) => {
      for (const filter of filters) this.#subscribed.get(client)?.delete(filter)
    })
  }

  /** The client subscribes, and may. */
  expectedBy(client: Client, { topic, qos }: Subscription): void {
    if (!isProvisioningAnswer(topic)) return
    const filters = this.#subscribed.get(client) ?? new Map<string, number>()
    this.#subscribed.set(client, filters.set(topic, qos))
  }

  /** Returns at once; the answer follows. */
  take(client: Client, { topic, payload }: MqttMessage): void {
    const { answerRequest, peerOf } = this.#props
    // A last will comes here too, once there is nobody left to answer to.
    if (client.closed) return
    answerRequest(peerOf(client), topic, payload).then(
      (answer) => this.#deliver(client, answer.topic, answer.payload),
      (error: unknown) => this.#failed(client, error),
    )
  }

  /** Not by way of the broker's topics: others may have subscribed to the same ones. */
  #deliver(client: Client, topic: string, payload: Buffer): void {
    const filters = [...(this.#subscribed.get(client) ?? [])].filter(([filter]) => topicMatches(filter, topic))
    if (client.closed || filters.length === 0) return
    const qos = filters.some(([, granted]) => granted > 0) ? 1 : 0
    client.publish({ cmd: 'publish', topic, payload, qos, retain: false, dup: false }, (error) => {
      if (error) this.#failed(client, error)
    })
  }

  #failed({ id }: Client, error: unknown): void {
    this.#props.log(`fleet provisioning failed for MQTT client ${id}: ${String(error)}`)
  }
}
