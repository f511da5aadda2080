import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { Clock, SignalsQueue } from '../ports.ts'
import { messageOf as messageOfSeen } from '../sources/reconcile/message.ts'
import { messageOf as messageOfTrouble } from '../sources/trouble/message.ts'
import { sendInTens } from './send-in-tens.ts'

/** The queue that on-signal reads: each signal is a message of its source. */
export const sqsSignals = (client: SQSClient, url: string, clock: Clock): SignalsQueue => ({
  async put(signals) {
    const bodies = signals.map((one) => JSON.stringify('kind' in one ? messageOfTrouble(one) : messageOfSeen(one)))
    const refused = await sendInTens(clock, bodies, async (some) => {
      const Entries = some.map((MessageBody, nth) => ({ Id: String(nth), MessageBody }))
      const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }))
      return Failed.map(({ Id, Code, Message }) => ({ nth: Number(Id), because: `${Code}: ${Message}` }))
    })
    if (refused) throw new Error(`the queue refused ${refused.entries.length} signals: ${refused.because}`)
  },
})
