import { BatchGetItemCommand, type DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import * as z from 'zod/mini'
import { type Deed, type Deeds, noDeeds, withDeed } from '../domain/hands.ts'
import { type Instant, isInstant } from '../domain/instant.ts'
import { own } from '../domain/own.ts'
import type { HandsOfMachines } from '../ports.ts'
import { expires, handsOfKey, handsOnKey } from './dynamo-keys.ts'
import { rethrown } from './dynamo-refusals.ts'

const instant = z.custom<Instant>((value) => typeof value === 'string' && isInstant(value), 'not an ISO 8601 time')
const deed = z.object({
  mark: z.string(),
  incident: z.string(),
  playbook: z.string(),
  resource: z.string(),
  at: instant,
  until: instant,
}) satisfies z.ZodMiniType<Deed>
const deedsRecord = z.object({ pk: z.string(), v: z.number(), all: z.array(deed) })

/** Longer than any guard looks back. */
const daysKept = 31

type Key = ReturnType<typeof handsOnKey>

/** What machines did lately, in the incident table. Rejects when what is there cannot be read: then nothing may act. */
export function dynamoHands(client: DynamoDBClient, table: string): HandsOfMachines {
  const putOf = (key: Key, { v }: Deeds, after: Deeds, at: Instant) => ({
    Put: {
      TableName: table,
      Item: marshall({ ...key, ...after, expires: expires(at, daysKept) }),
      ...(v === 0
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : { ConditionExpression: 'v = :v', ExpressionAttributeValues: marshall({ ':v': v }) }),
    },
  })

  return {
    async of(resource, line) {
      const keys = [handsOnKey(resource), handsOfKey(line)] as const
      const RequestItems = { [table]: { Keys: keys.map((key) => marshall(key)), ConsistentRead: true } }
      const { Responses, UnprocessedKeys } = await client.send(new BatchGetItemCommand({ RequestItems }))
      if (Object.keys(UnprocessedKeys ?? {}).length > 0) throw new Error('DynamoDB did not read all that was asked for')
      const items = new Map(
        (own(Responses ?? {}, table) ?? [])
          .map((item) => deedsRecord.parse(unmarshall(item)))
          .map((one) => [one.pk, one]),
      )
      const deedsAt = ({ pk }: Key): Deeds => {
        const { v, all } = items.get(pk) ?? noDeeds
        return { v, all }
      }
      return { resource: deedsAt(keys[0]), line: deedsAt(keys[1]) }
    },

    async add(before, one, line) {
      const puts = [
        putOf(handsOnKey(one.resource), before.resource, withDeed(before.resource, one), one.at),
        putOf(handsOfKey(line), before.line, withDeed(before.line, one), one.at),
      ]
      await client.send(new TransactWriteItemsCommand({ TransactItems: puts })).catch(rethrown)
    },
  }
}
