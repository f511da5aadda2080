import { type DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import * as z from 'zod/mini'
import { type Deed, type Deeds, noDeeds, withDeed } from '../domain/hands.ts'
import type { Instant } from '../domain/instant.ts'
import type { HandsOfMachines } from '../ports.ts'
import { demotionIn } from './dynamo-demotion.ts'
import { expires, handsOfKey, handsOnKey, trustKey } from './dynamo-keys.ts'
import { readBatch } from './dynamo-look-up.ts'
import { rethrown } from './dynamo-refusals.ts'
import { instant } from './zod-instant.ts'

const deed = z.object({
  mark: z.string(),
  incident: z.string(),
  playbook: z.string(),
  resource: z.string(),
  at: instant,
  until: instant,
}) satisfies z.ZodMiniType<Deed>
const deedsRecord = z.object({ v: z.number(), all: z.array(deed) }) satisfies z.ZodMiniType<Deeds>

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
    async of(resource, line, playbook) {
      const keys = [handsOnKey(resource), handsOfKey(line), trustKey(playbook)] as const
      const items = new Map<string, unknown>()
      await readBatch(client, table, keys, items)
      // One that is there and cannot be read is no missing one.
      const deedsAt = ({ pk }: Pick<Key, 'pk'>): Deeds => (items.has(pk) ? deedsRecord.parse(items.get(pk)) : noDeeds)
      return { resource: deedsAt(keys[0]), line: deedsAt(keys[1]), demotion: demotionIn(items, playbook) }
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
