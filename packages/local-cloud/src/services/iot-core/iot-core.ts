import { type Activity } from '../../activity.ts'
import { type CloudClock } from '../../clock.ts'
import { createIotDataApi } from './api.ts'
import { type ActionProps, type TopicRule } from './actions.ts'
import { openBroker } from './broker.ts'
import { type MqttMessage } from './message.ts'
import { createDevicePolicies, type DevicePoliciesProps, type MayClient } from './policy.ts'
import { createProvisioning } from './provisioning.ts'
import { type ProvisioningTemplate } from './provisioning/template.ts'
import { type RetainedMessage, RetainedMessages } from './retained.ts'
import { createTopicRules } from './rules.ts'
import type { Api } from '../../api.ts'
import { type Store } from '../../store.ts'

export { type MqttMessage as Message } from './message.ts'
export { type TopicRule } from './actions.ts'

export interface IotCoreProps extends ActionProps, DevicePoliciesProps {
  readonly store: Store
  readonly clock: CloudClock
  readonly activity: Activity
  /** Of the plain door. 0 takes any free one. */
  readonly port: number
  /** Of the TLS door. 0 takes any free one; undefined: no TLS door. */
  readonly tlsPort?: number | undefined
  /** An address of this machine where the TLS door opens too, on the same port. IPv4. */
  readonly devicesAt?: string | undefined
  /** By which devices may enrol. */
  readonly templates: readonly ProvisioningTemplate[]
  readonly rules: readonly TopicRule[]
  readonly log: (line: string) => void
}

export interface IotCore {
  /** Where the broker listens, on 127.0.0.1. */
  readonly port: number
  /** Where it listens for those that have a certificate. */
  readonly tlsPort: number | undefined
  /** The data plane, for `iotdata` at the AWS endpoint. */
  readonly api: Api
  /** Publishes as the service itself: no policy is asked. Resolves once connected subscribers have been written to. */
  publish(topic: string, payload: string | Uint8Array, options?: PublishOptions): Promise<void>
  retained(topic: string): RetainedMessage | undefined
  /** Calls the listener with every message, whoever published it. Returns the way to stop that. */
  onPublish(listener: (message: MqttMessage) => void): () => void
  close(): Promise<void>
}
export interface PublishOptions {
  readonly qos?: 0 | 1
  readonly retain?: boolean
}

/**
 * AWS IoT Core on a laptop: an MQTT broker with its limits and policies, topic rules, fleet provisioning, retained
 * messages that survive a restart. Rates (connects, publishes and retained publishes a second) are not held to, and of
 * the reserved topics only Basic Ingest and fleet provisioning are known: no shadows, no jobs, no presence. Rejects with
 * `NotModelled` for a rule that asks for more, and with EADDRINUSE when a port is taken.
 */
export async function createIotCore(props: IotCoreProps): Promise<IotCore> {
  const { store, clock, activity, log } = props
  const retained = new RetainedMessages(store, clock)
  const listeners = new Set<(message: MqttMessage) => void>()
  const republish = (topic: string, payload: Buffer, qos: 0 | 1) => {
    const sent = activity.during(`republish to ${topic}`, publish({ topic, payload, qos, retain: false }))
    sent.catch((error: unknown) => log(`republish to ${topic} failed: ${String(error)}`))
  }
  const takeByRules = createTopicRules(props.rules, { ...props, republish }, log)

  // The retained message and what the rules hand on are kept together, so that a kill leaves both or neither.
  const accept = (message: MqttMessage) => {
    store.together(() => {
      if (message.retain) retained.keep(message)
      takeByRules({ ...message, receivedAt: clock.now() })
    })
    for (const listener of listeners) listener(message)
  }
  const mayPeer = createDevicePolicies(props)
  const answerRequest = createProvisioning(props)
  const broker = await openBroker({ ...props, mayPeer, accept, answerRequest, retained })
  const publish = async (message: MqttMessage) => {
    accept(message)
    await broker.publish(message)
  }
  const mayClient: MayClient = (clientId, action, resource) => mayPeer(broker.peer(clientId), action, resource)
  const publishDuring = (message: MqttMessage) => activity.during(`publish to ${message.topic}`, publish(message))

  return {
    port: broker.port,
    tlsPort: broker.tlsPort,
    api: createIotDataApi({ ...props, retained, mayClient, connections: broker.connections, publish: publishDuring }),
    publish: (topic, payload, { qos = 0, retain = false } = {}) =>
      publish({ topic, payload: Buffer.from(payload), qos, retain }),
    retained: (topic) => retained.get(topic),
    onPublish(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => broker.close(),
  }
}
