import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { About } from '../domain/notice.ts'
import type { NoticeQueue } from '../ports.ts'

/** As many as one SendMessageBatch takes. */
const most = 10

/** A FIFO queue with a message group a channel: each channel is told in order and by one at a time. */
export function sqsNotices(client: SQSClient, url: string): NoticeQueue {
  return {
    async put(due) {
      for (let i = 0; i < due.length; i += most) {
        const { Failed = [] } = await client.send(
          new SendMessageBatchCommand({
            QueueUrl: url,
            Entries: due.slice(i, i + most).map((notice, nth) => ({
              Id: String(nth),
              MessageBody: JSON.stringify(notice),
              MessageGroupId: notice.channel,
              // The stream may bring a change twice; within five minutes the queue takes it once.
              MessageDeduplicationId: `${nameOf(notice.about)}-${notice.version}-${notice.channel}`,
            })),
          }),
        )
        if (Failed.length > 0) {
          throw new Error(
            `the queue refused ${Failed.length} notices (${Failed.map(({ Code, Message }) => `${Code}: ${Message}`).join('; ')})`,
          )
        }
      }
    },
  }
}

/** No incident has a name like that of a line: it ends with when and what it was opened for. */
const nameOf = (about: About) => ('incident' in about ? about.incident : about.line)
