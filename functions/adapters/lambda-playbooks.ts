import {
  CallbackTimeoutException,
  InvalidParameterValueException,
  InvokeCommand,
  type LambdaClient,
  ResourceNotFoundException,
  SendDurableExecutionCallbackSuccessCommand,
} from '@aws-sdk/client-lambda'
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

    async release(callback) {
      try {
        await client.send(new SendDurableExecutionCallbackSuccessCommand({ CallbackId: callback }))
      } catch (error) {
        // Told already, or it has waited long enough, or the run is gone: nobody is kept waiting.
        if (!waitsNoLonger.some((kind) => error instanceof kind)) throw error
      }
    },
  }
}

const waitsNoLonger = [CallbackTimeoutException, InvalidParameterValueException, ResourceNotFoundException]
