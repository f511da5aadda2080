import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { About } from '../domain/notice.ts'
import type { Clock, NoticeQueue } from '../ports.ts'
import { sendInTens } from './send-in-tens.ts'

/** A FIFO queue with a message group a channel: each channel is told in order and by one at a time. */
export function sqsNotices(client: SQSClient, url: string, clock: Clock): NoticeQueue {
  return {
    put: (due) =>
      sendInTens(clock, due, async (some) => {
        const { Failed = [] } = await client.send(
          new SendMessageBatchCommand({
            QueueUrl: url,
            Entries: some.map((notice, nth) => ({
              Id: String(nth),
              MessageBody: JSON.stringify(notice),
              MessageGroupId: notice.channel,
              // The stream may bring a change twice; within five minutes the queue takes it once.
              MessageDeduplicationId: `${nameOf(notice.about)}-${notice.version}-${notice.channel}`,
            })),
          }),
        )
        return Failed.map(({ Id, Code, Message }) => ({
          nth: Number(Id),
          because: `the queue refused a notice: ${Code}: ${Message}`,
        }))
      }),
  }
}

/** No incident's id equals a line's name: it ends with a time and a hash. */
const nameOf = (about: About) => ('incident' in about ? about.incident : about.line)
