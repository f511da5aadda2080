import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { Postpone } from '../ports.ts'

/** As many as one ChangeMessageVisibilityBatch takes. */
const most = 10

export function sqsPostpone(client: SQSClient, url: string): Postpone {
  return async (receipts, seconds) => {
    for (let i = 0; i < receipts.length; i += most) {
      const { Failed = [] } = await client.send(
        new ChangeMessageVisibilityBatchCommand({
          QueueUrl: url,
          Entries: receipts.slice(i, i + most).map((ReceiptHandle, nth) => ({
            Id: String(nth),
            ReceiptHandle,
            VisibilityTimeout: seconds,
          })),
        }),
      )
      if (Failed.length > 0) throw new Error(`${Failed.length} messages could not be postponed: ${Failed[0]?.Message}`)
    }
  }
}
