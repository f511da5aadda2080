import { GetParameterCommand, ParameterNotFound, type SSMClient } from '@aws-sdk/client-ssm'
import { Unusable } from '../domain/place.ts'

/** How long a secret is used before it is read again, in milliseconds: so long a new one takes to be noticed. */
const believedFor = 300_000

/** A SecureString, read when it is first wanted. Rejects with `Unusable` when nobody has put it there. */
export function ssmSecret(client: SSMClient, name: string, now: () => number): () => Promise<string> {
  let known: { readonly value: string; readonly readAt: number } | undefined
  return async () => {
    if (known && now() - known.readAt < believedFor) return known.value
    const value = await read(client, name)
    known = { value, readAt: now() }
    return value
  }
}

async function read(client: SSMClient, name: string): Promise<string> {
  try {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }))
    if (Parameter?.Value) return Parameter.Value
  } catch (error) {
    if (!(error instanceof ParameterNotFound)) throw error
  }
  throw new Unusable(
    `the SSM parameter ${name} is not there or empty: put the Slack bot's token into it ` +
      `(aws ssm put-parameter --type SecureString --name ${name} --value xoxb-…), then send this message back to its queue`,
  )
}
