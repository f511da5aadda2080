import {
  CallbackTimeoutException,
  InvalidParameterValueException,
  type LambdaClient,
  ResourceNotFoundException,
  SendDurableExecutionCallbackSuccessCommand,
} from '@aws-sdk/client-lambda'
import type { Playbooks } from '../ports.ts'
import { startDurably } from './lambda-durable-start.ts'

/** @param name of the durable function that runs all playbooks */
export function lambdaPlaybooks(client: LambdaClient, name: string): Playbooks {
  return {
    start: (playbook, incident, attempt, suggest) =>
      startDurably(client, name, `${incident}-${attempt}`, {
        incident,
        playbook,
        ...(suggest ? { suggest } : { attempt }),
      }),

    undo: (playbook, incident, undo, version) =>
      startDurably(client, name, `${incident}-u${version}`, { incident, playbook, undo, version }),

    async release(callback) {
      try {
        await client.send(new SendDurableExecutionCallbackSuccessCommand({ CallbackId: callback }))
      } catch (error) {
        // Released before, timed out, or the run is gone: nobody waits any more.
        if (!waitsNoLonger.some((kind) => error instanceof kind)) throw error
      }
    },
  }
}

const waitsNoLonger = [CallbackTimeoutException, InvalidParameterValueException, ResourceNotFoundException]
