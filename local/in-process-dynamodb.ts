import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { AwsError, type Api, owner, region } from './service.ts'

interface Request {
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** A client of the SDK's whose calls never leave this process: the page looks often. May do all, as the owner does. */
export function inProcessDynamoDb(api: Api): DynamoDBClient {
  return new DynamoDBClient({
    region,
    credentials: { accessKeyId: 'LAPTOP', secretAccessKey: 'none' },
    maxAttempts: 1,
    requestHandler: {
      async handle({ headers, body }: Request) {
        const operation = headers['x-amz-target']?.split('.')[1] ?? ''
        const { statusCode, reply } = await answered(
          api,
          operation,
          typeof body === 'string' ? body : new TextDecoder().decode(body),
        )
        const text = new TextEncoder().encode(JSON.stringify(reply))
        return { response: { statusCode, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: text } }
      },
    },
  })
}

async function answered(api: Api, operation: string, body: string): Promise<{ statusCode: number; reply: unknown }> {
  try {
    return { statusCode: 200, reply: await api.call(operation, JSON.parse(body), owner) }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    const reply = { __type: error.code, message: error.message, ...error.extra }
    return { statusCode: error.status, reply }
  }
}
