import { unmarshall } from '@aws-sdk/util-dynamodb'
import { z } from 'zod'
import { noticeKey } from '../functions/adapters/dynamo-keys.ts'
import { queryAll } from '../functions/adapters/dynamo-query.ts'
import { printable } from '../iot/agent/printable.ts'
import { tableName } from '../lib/names.ts'
import type { CommandContext } from './command-context.ts'
import { waitFor } from './wait-for.ts'

/** Which channels have told of a call, and which have not taken it, by our names of them. */
export interface WhoWasTold {
  readonly told: readonly string[]
  readonly waiting: readonly string[]
}

/** A channel that is well takes a second or two. As often as is looked. */
const patience = 8

/**
 * Waits until every channel that is to be told of a call has taken it, or a few seconds have passed.
 * @param version of the incident by the call
 */
export async function whoWasTold(context: CommandContext, incident: string, version: number): Promise<WhoWasTold> {
  let seen: WhoWasTold = { told: [], waiting: [] }
  await waitFor(
    context,
    async () => {
      seen = await look(context, incident, version)
      return seen.told.length > 0 && seen.waiting.length === 0 ? seen : undefined
    },
    patience,
  )
  return seen
}

const notice = z.object({ sk: z.string(), kind: z.string(), version: z.optional(z.number()) })

async function look({ aws }: CommandContext, incident: string, version: number): Promise<WhoWasTold> {
  const { pk, sk } = noticeKey({ incident }, '')
  const told: string[] = []
  const waiting: string[] = []
  const input = {
    TableName: tableName,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :notices)',
    ExpressionAttributeValues: { ':pk': { S: pk }, ':notices': { S: sk } },
  }
  for await (const item of queryAll(aws.table, input)) {
    const { data } = notice.safeParse(unmarshall(item))
    if (data === undefined) continue
    const isTold = data.kind !== 'posting' && (data.version ?? 0) >= version
    ;(isTold ? told : waiting).push(data.sk.slice(sk.length))
  }
  return { told, waiting }
}

/** What the person who pulled wants to know first. */
export function toldInWords({ told, waiting }: WhoWasTold): string[] {
  const doctor = '`npx andon doctor` says what to do.'
  if (told.length + waiting.length === 0) return [`nobody has been told yet. ${doctor}`]
  return [
    ...(told.length > 0 ? [`told by ${told.map(named).join(', ')}`] : []),
    ...(waiting.length > 0 ? [`not yet told by ${waiting.map(named).join(', ')}. ${doctor}`] : []),
  ]
}

function named(channel: string): string {
  const line = /^sns:(.*)$/.exec(channel)?.[1]
  return line === undefined ? `channel ${printable(channel, 80)}` : `the SNS topic of ${printable(line, 80)}`
}
