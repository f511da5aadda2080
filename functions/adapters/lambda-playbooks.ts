import {
  CallbackTimeoutException,
  InvalidParameterValueException,
  type LambdaClient,
  ResourceNotFoundException,
  SendDurableExecutionCallbackSuccessCommand,
} from '@aws-sdk/client-lambda'
import type { Playbooks } from '../ports.ts'
import { startDurably } from './lambda-durable-start.ts'

/** @param prefix of the names of the functions that run playbooks; the playbook's own name follows */
export function lambdaPlaybooks(client: LambdaClient, prefix: string): Playbooks {
  return {
    start: (playbook, incident) => startDurably(client, `${prefix}${playbook}`, `${incident}-1`, { incident }),

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
