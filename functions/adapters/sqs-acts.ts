import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { ActByApi } from '../domain/act.ts'
import type { Acts } from '../ports.ts'
import type { ApiAct } from '../sources/api-act/parse.ts'
import { rule } from '../sources/api-act/rule.ts'

/** The queue of signals and acts, each act as `fromApiAct` reads it. */
export const sqsActs = (client: SQSClient, url: string): Acts => ({
  async put(act) {
    const detail = saidOf(act)
    const { source, 'detail-type': type } = rule
    const MessageBody = JSON.stringify({ source, 'detail-type': type, detail })
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody }))
  },
})

function saidOf(act: ActByApi): ApiAct {
  const { by, id } = act
  switch (act.kind) {
    case 'resolve':
      return { act: 'resolve', incident: act.incident, reason: act.reason, by, id }
    case 'restore': {
      const { incident, playbook, reason } = act
      return { act: 'restore', incident, playbook, reason, by, id }
    }
    case 'undo':
      return { act: 'undo', incident: act.incident, by, id }
    case 'approve':
    case 'run':
      return { act: act.kind, incident: act.incident, plan: act.plan, by, id }
    case 'refuse':
      return { act: 'refuse', incident: act.incident, plan: act.plan, reason: act.reason, by, id }
    case 'stop':
    case 'start':
      return { act: act.kind, line: act.line, at: act.at, reason: act.reason, by, id }
  }
}
