import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import type { Playbooks } from '../ports.ts'

/** @param prefix of the names of the functions that run playbooks; the playbook's own name follows */
export function lambdaPlaybooks(client: LambdaClient, prefix: string): Playbooks {
  return {
    async start(playbook, incident) {
      await client.send(
        new InvokeCommand({
          // A durable function is started by a version or an alias; a running one stays on the version it began with.
          FunctionName: `${prefix}${playbook}:live`,
          InvocationType: 'Event',
          DurableExecutionName: `${incident}-1`,
          Payload: new TextEncoder().encode(JSON.stringify({ incident })),
        }),
      )
    },
  }
}
