import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import type { Escalations } from '../ports.ts'

/** @param name of the durable function */
export function lambdaEscalations(client: LambdaClient, name: string): Escalations {
  return {
    async start(call) {
      await client.send(
        new InvokeCommand({
          FunctionName: `${name}:live`,
          InvocationType: 'Event',
          DurableExecutionName: `${call.incident}-${call.version}`,
          Payload: new TextEncoder().encode(JSON.stringify(call)),
        }),
      )
    },
  }
}
