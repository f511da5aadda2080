import { DynamoDBClient, type ServiceOutputTypes } from '@aws-sdk/client-dynamodb'
import { z } from 'zod'
import type { Api } from '@andon/local-cloud/api.ts'
import { region } from '@andon/local-cloud/arn.ts'
import { owner } from '@andon/local-cloud/caller.ts'

const output = z.custom<ServiceOutputTypes>()

/**
 * A client of the SDK's for our own adapters, whose calls never leave this process: over HTTP, signed and in JSON, each
 * takes some milliseconds of the one process that is the cloud, and the page asks for hundreds. May do all, as the owner
 * does. Errors come as the local DynamoDB throws them, and not as the SDK's.
 */
export function inProcessDynamoDb(api: Api): DynamoDBClient {
  const client = new DynamoDBClient({ region, credentials: { accessKeyId: 'LAPTOP', secretAccessKey: 'none' } })
  client.middlewareStack.add(
    (_next, { commandName = '' }) =>
      async ({ input }) => {
        const operation = commandName.replace(/Command$/, '')
        return { response: undefined, output: output.parse(await api.call(operation, { ...input }, owner)) }
      },
    { step: 'initialize', name: 'inProcess' },
  )
  return client
}
