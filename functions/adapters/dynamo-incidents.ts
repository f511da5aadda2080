import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import type { Entry } from '../domain/incident.ts'
import type { Incidents } from '../ports.ts'
import { entryKey, entryPrefix, incidentKey, lineKey } from './dynamo-keys.ts'
import { lookUp } from './dynamo-look-up.ts'
import { queryAll } from './dynamo-query.ts'
import { entryRecord, incidentRecord, lineRecord, readable } from './dynamo-records.ts'
import { rethrown } from './dynamo-refusals.ts'
import { cutToFit } from './dynamo-transactions.ts'
import { type ConditionalPut, putsFor } from './dynamo-writes.ts'

export function dynamoIncidents(client: DynamoDBClient, table: string): Incidents {
  const read = async (key: Record<string, string>): Promise<unknown> => {
    // A decision must rest on what is, not on what was a moment ago.
    const { Item } = await client.send(
      new GetItemCommand({ TableName: table, Key: marshall(key), ConsistentRead: true }),
    )
    return Item && unmarshall(Item)
  }

  return {
    lookUp: (wanted) => lookUp(client, table, wanted),

    async find(id) {
      const item = await read(incidentKey(id))
      return item === undefined ? undefined : incidentRecord.parse(item)
    },

    async timelineOf(id) {
      const items = queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :entry)',
        ExpressionAttributeValues: marshall({ ':pk': entryKey(id, 0).pk, ':entry': entryPrefix }),
        ConsistentRead: true,
      })
      // on-change set aside what cannot be read, with the reason, when it was written.
      const timeline: Entry[] = []
      for await (const item of items) timeline.push(...readable([item], entryRecord, () => undefined))
      return timeline
    },

    async line(name) {
      const item = await read(lineKey(name))
      return item === undefined ? undefined : lineRecord.parse(item)
    },

    cut: (writes) => cutToFit(writes, (some) => putsFor(table, some)),
    save: (...writes) => putAll(client, putsFor(table, writes)),
  }
}

async function putAll(client: DynamoDBClient, puts: ConditionalPut[]): Promise<void> {
  const [only, ...others] = puts
  if (only === undefined) return
  try {
    // One item by itself costs half of what it costs in a transaction.
    if (others.length === 0) await client.send(new PutItemCommand(only))
    else await client.send(new TransactWriteItemsCommand({ TransactItems: puts.map((Put) => ({ Put })) }))
  } catch (error) {
    rethrown(error)
  }
}
