import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { DeadLetters } from '../ports.ts'

/** The message goes there as it came, so that it can be sent back unchanged; the reason goes beside it. */
export function sqsDeadLetters(client: SQSClient, url: string): DeadLetters {
  return {
    async setAside(body, reason) {
      await client.send(
        new SendMessageCommand({
          QueueUrl: url,
          MessageBody: body,
          MessageAttributes: { reason: { DataType: 'String', StringValue: printable(reason) } },
          // Only a FIFO queue takes a group; each message in its own keeps them apart.
          ...(url.endsWith('.fifo') && { MessageGroupId: 'set-aside', MessageDeduplicationId: crypto.randomUUID() }),
        }),
      )
    },
  }
}

/** SQS refuses most control characters and empty attributes. */
const printable = (reason: string) =>
  reason.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD]/g, '\uFFFD').slice(0, 1000) || 'unknown'
