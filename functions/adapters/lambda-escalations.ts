import type { LambdaClient } from '@aws-sdk/client-lambda'
import type { Escalations } from '../ports.ts'
import { startDurably } from './lambda-durable-start.ts'

/** @param name of the durable function */
export const lambdaEscalations = (client: LambdaClient, name: string): Escalations => ({
  start: (call) => startDurably(client, name, `${call.incident}-${call.version}`, call),
})
