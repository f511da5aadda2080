import { GetParameterCommand, ParameterNotFound, type SSMClient } from '@aws-sdk/client-ssm'
import { Unusable } from '../domain/place.ts'

/** How long a secret is used before it is read again, in milliseconds: a new one takes effect after that. */
const believedFor = 300_000

export interface Secret {
  /** Name of the parameter, a SecureString. */
  readonly parameter: string
  /** In words: "the Slack bot's token". */
  readonly what: string
  /** How it begins. */
  readonly looksLike: string
}

/** Reads secrets when they are first needed. Rejects with `Unusable` when the parameter is missing, empty or another kind of secret. */
export function ssmSecrets(client: SSMClient, now: () => number): (secret: Secret) => Promise<string> {
  const known = new Map<string, { readonly value: string; readonly readAt: number }>()
  return async (secret) => {
    const before = known.get(secret.parameter)
    if (before && now() - before.readAt < believedFor) return before.value
    const value = await read(client, secret)
    known.set(secret.parameter, { value, readAt: now() })
    return value
  }
}

async function read(client: SSMClient, { parameter: name, what, looksLike }: Secret): Promise<string> {
  const put = (how: string) => `(aws ssm put-parameter --type SecureString --name ${name} --value ${looksLike}${how})`
  const given = await valueOf(client, name)
  if (!given)
    throw new Unusable(`the SSM parameter ${name} is missing or empty: put ${what} into it ${put('')}; ${then}`)
  const [beginning = ''] = looksLike.split('…')
  if (given.startsWith(beginning)) return given
  throw new Unusable(
    `what is in the SSM parameter ${name} is not ${what}, which begins with ${beginning}: put that there ${put(' --overwrite')}; ${then}`,
  )
}
const then = 'what is due is told then'

async function valueOf(client: SSMClient, name: string): Promise<string | undefined> {
  try {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }))
    return Parameter?.Value
  } catch (error) {
    if (error instanceof ParameterNotFound) return undefined
    throw error
  }
}
