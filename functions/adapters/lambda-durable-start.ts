import { DurableExecutionAlreadyStartedException, InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'

/** @param name of the execution, 64 characters at most: starting twice by one name is starting once */
export async function startDurably(
  client: LambdaClient,
  functionName: string,
  name: string,
  event: unknown,
): Promise<void> {
  try {
    await client.send(
      new InvokeCommand({
        // A durable function is started by a version or an alias; a running one stays on the version it began with.
        FunctionName: `${functionName}:live`,
        InvocationType: 'Event',
        DurableExecutionName: name,
        Payload: new TextEncoder().encode(JSON.stringify(event)),
      }),
    )
  } catch (error) {
    // An earlier version of this code started it, with another payload.
    if (!(error instanceof DurableExecutionAlreadyStartedException)) throw error
  }
}
