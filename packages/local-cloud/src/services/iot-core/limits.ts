import { type Peer } from './peer.ts'
import { isProvisioningAnswer, provisioningRequest } from './reserved-topics.ts'

// https://docs.aws.amazon.com/general/latest/gr/iot-core.html#message-broker-limits

/** Topic filters in one SUBSCRIBE. */
export const mostFilters = 8
/** UTF-8 bytes. */
export const longestClientId = 128
const longestTopic = 256
const deepestTopic = 7
const largestPayload = 128 * 1024

/** Basic Ingest: `$aws/rules/<rule>/<topic>` goes to that rule alone, and its prefix counts for nothing. */
export const basicIngest = /^\$aws\/rules\/(?<rule>[^/]+)\/?(?<topic>.*)$/

export interface MqttPublication {
  readonly topic: string
  readonly payload: Uint8Array
  readonly qos: number
}

/**
 * Why AWS IoT Core would not take this publish; undefined when it would.
 * @param peer when it comes over MQTT
 */
export function publishFault({ topic, payload, qos }: MqttPublication, peer?: Peer): string | undefined {
  if (qos > 1) return 'QoS 2 is not supported'
  if (payload.length > largestPayload) return `a payload of ${payload.length} bytes is over 128 KB`
  if (topic === '' || /[+#\0]/.test(topic)) return `"${topic}" is no topic to publish on`
  if (provisioningRequest(topic) !== undefined) return claimFault(topic, peer)
  if (topic.startsWith('$') && !basicIngest.test(topic)) return `the reserved topic ${topic} is not modelled`
  return depthFault(basicIngest.exec(topic)?.groups?.['topic'] ?? topic)
}

/** Why AWS IoT Core would not take this subscription; undefined when it would. */
export function filterFault(filter: string, qos: number, peer: Peer): string | undefined {
  if (qos > 1) return 'QoS 2 is not supported'
  if (isProvisioningAnswer(filter)) return claimFault(filter, peer)
  if (filter.startsWith('$')) return `the reserved topic ${filter} is not modelled`
  return depthFault(filter)
}

/** Who is to get a certificate is known by the one that was shown: the claim's. */
function claimFault(topic: string, peer: Peer | undefined): string | undefined {
  return peer?.certificateId === undefined ? `${topic} takes a connection with a certificate` : undefined
}

function depthFault(topic: string): string | undefined {
  if (Buffer.byteLength(topic) > longestTopic) return `a topic of ${Buffer.byteLength(topic)} bytes is over 256`
  if (topic.split('/').length - 1 > deepestTopic) return `the topic ${topic} has more than 7 slashes`
  return undefined
}
