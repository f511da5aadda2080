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

export interface Publication {
  readonly topic: string
  readonly payload: Uint8Array
  readonly qos: number
}

/** Why AWS IoT Core would not take this publish; undefined when it would. */
export function publishFault({ topic, payload, qos }: Publication): string | undefined {
  if (qos > 1) return 'QoS 2 is not supported'
  if (payload.length > largestPayload) return `a payload of ${payload.length} bytes is over 128 KB`
  if (topic === '' || /[+#\0]/.test(topic)) return `"${topic}" is no topic to publish on`
  if (topic.startsWith('$') && !basicIngest.test(topic)) return `the reserved topic ${topic} is not modelled`
  return depthFault(basicIngest.exec(topic)?.groups?.['topic'] ?? topic)
}

/** Why AWS IoT Core would not take this subscription; undefined when it would. */
export function filterFault(filter: string, qos: number): string | undefined {
  if (qos > 1) return 'QoS 2 is not supported'
  if (filter.startsWith('$')) return `the reserved topic ${filter} is not modelled`
  return depthFault(filter)
}

function depthFault(topic: string): string | undefined {
  if (Buffer.byteLength(topic) > longestTopic) return `a topic of ${Buffer.byteLength(topic)} bytes is over 256`
  if (topic.split('/').length - 1 > deepestTopic) return `the topic ${topic} has more than 7 slashes`
  return undefined
}
