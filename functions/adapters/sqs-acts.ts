import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { Acts } from '../ports.ts'
import type { ApiAct } from '../sources/api-act/parse.ts'
import { rule } from '../sources/api-act/rule.ts'

/** The queue of signals and acts, each act as `fromApiAct` reads it. */
export const sqsActs = (client: SQSClient, url: string): Acts => ({
  async put({ kind, incident, reason, by, id }) {
    const detail: ApiAct = { act: kind, incident, reason, by, id }
    const { source, 'detail-type': type } = rule
    const MessageBody = JSON.stringify({ source, 'detail-type': type, detail })
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody }))
  },
})
