import { DeleteMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { DeleteMessages } from '../ports.ts'

/** As many as one DeleteMessageBatch takes. */
const most = 10

export function sqsDelete(client: SQSClient, url: string): DeleteMessages {
  return async (receipts) => {
    for (let i = 0; i < receipts.length; i += most) {
      const Entries = receipts.slice(i, i + most).map((ReceiptHandle, nth) => ({ Id: String(nth), ReceiptHandle }))
      const { Failed = [] } = await client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }))
      if (Failed.length > 0) throw new Error(`${Failed.length} messages could not be deleted: ${Failed[0]?.Message}`)
    }
  }
}
