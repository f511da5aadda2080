import { type DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import * as z from 'zod/mini'
import { type Deed, type Deeds, noDeeds, withDeed } from '../domain/hands.ts'
import type { ActedOn, HandsOfMachines } from '../ports.ts'
import { demotionIn } from './dynamo-demotion.ts'
import { expires, handsInKey, handsOfKey, handsOnKey, lineKey, trustKey } from './dynamo-keys.ts'
import { readBatch } from './dynamo-look-up.ts'
import { lineRecord } from './dynamo-records.ts'
import { rethrown } from './dynamo-refusals.ts'
import { instant } from './zod-instant.ts'

const deed = z.object({
  mark: z.string(),
  incident: z.string(),
  playbook: z.string(),
  resource: z.string(),
  at: instant,
  until: instant,
  members: z.exactOptional(z.array(z.string())),
}) satisfies z.ZodMiniType<Deed>
const deedsRecord = z.object({ v: z.number(), all: z.array(deed) }) satisfies z.ZodMiniType<Deeds>

/** Longer than any guard looks back. */
const daysKept = 31

type Key = ReturnType<typeof handsOnKey>

/** The incident table, as guards ask it. Rejects when what is there cannot be read: then nothing may act. */
export function dynamoHands(client: DynamoDBClient, table: string): HandsOfMachines {
  return {
    async of(names, on) {
      const keys = on && keysOf(on, names[0])
      const items = new Map<string, unknown>()
      const wanted = [...names.map(lineKey), ...Object.values(keys ?? {})]
      await readBatch(client, table, wanted, items)
      // One that is there and cannot be read is no missing one.
      const deedsAt = ({ pk }: Pick<Key, 'pk'>): Deeds => (items.has(pk) ? deedsRecord.parse(items.get(pk)) : noDeeds)
      const lines = names.map((name) => {
        const { pk } = lineKey(name)
        return items.has(pk) ? lineRecord.parse(items.get(pk)) : undefined
      })
      if (on === undefined || keys === undefined) return { lines }
      const { resource, line, group } = keys
      const demotion = demotionIn(items, on.playbook)
      const done = { resource: deedsAt(resource), line: deedsAt(line), ...(group && { group: deedsAt(group) }) }
      return { lines, hands: { ...done, demotion } }
    },

    async add(before, deed, { line, group }) {
      const puts = [
        putOf(table, handsOnKey(deed.resource), before.resource, deed),
        putOf(table, handsOfKey(line), before.line, deed),
        // Of a group that nobody has asked for, nobody can tell what was done to it.
        ...(group && before.group
          ? [putOf(table, handsInKey(group.name), before.group, { ...deed, members: group.members })]
          : []),
      ]
      await client.send(new TransactWriteItemsCommand({ TransactItems: puts })).catch(rethrown)
    },
  }
}

const keysOf = ({ playbook, resource, group }: ActedOn, line: string) => ({
  playbook: trustKey(playbook),
  resource: handsOnKey(resource),
  line: handsOfKey(line),
  ...(group !== undefined && { group: handsInKey(group) }),
})

/** On condition that nothing was written since it was read. */
function putOf(table: string, key: Key, before: Deeds, deed: Deed) {
  const isNew = before.v === 0
  return {
    Put: {
      TableName: table,
      Item: marshall({ ...key, ...withDeed(before, deed), expires: expires(deed.at, daysKept) }),
      ConditionExpression: isNew ? 'attribute_not_exists(pk)' : 'v = :v',
      ...(!isNew && { ExpressionAttributeValues: marshall({ ':v': before.v }) }),
    },
  }
}
