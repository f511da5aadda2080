import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { Retries } from '../usecases/projection.ts'

/** The queue of projections that are tried later, each as `toQueuedProjection` reads it. */
export const sqsRetries = (client: SQSClient, url: string): Retries => ({
  async put(projection, tries, seconds) {
    const MessageBody = JSON.stringify({ ...projection, tries })
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody, DelaySeconds: seconds }))
  },
})
