import { SNSClient } from '@aws-sdk/client-sns'
import { patience } from '../../adapters/patience.ts'

const clients = new Map<string | undefined, SNSClient>()

/**
 * One for all topics of a region, with short timeouts: other channels share the invocation, and the queue tries again.
 * SNS takes messages for a topic only where the topic is.
 */
export function snsClientFor(topicArn: string): SNSClient {
  const region = /^arn:[^:]+:sns:([^:]+):/.exec(topicArn)?.[1]
  const client = clients.get(region) ?? new SNSClient({ ...patience, ...(region !== undefined && { region }) })
  clients.set(region, client)
  return client
}
