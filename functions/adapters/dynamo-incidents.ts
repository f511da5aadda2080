import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  TransactionConflictException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import type { Entry } from '../domain/incident.ts'
import { Conflict, type Incidents } from '../ports.ts'
import { entryKey, entryPrefix, incidentKey, lineKey, memoryKey } from './dynamo-keys.ts'
import { queryAll } from './dynamo-query.ts'
import { entryRecord, incidentRecord, lineRecord, memoryRecord } from './dynamo-records.ts'
import { type ConditionalPut, putsFor } from './dynamo-writes.ts'

export function dynamoIncidents(client: DynamoDBClient, table: string): Incidents {
  const read = async (key: Record<string, string>): Promise<unknown> => {
    // A decision must rest on what is, not on what was a moment ago.
    const { Item } = await client.send(
      new GetItemCommand({ TableName: table, Key: marshall(key), ConsistentRead: true }),
    )
    return Item && unmarshall(Item)
  }
  const find = async (id: string) => {
    const item = await read(incidentKey(id))
    return item === undefined ? undefined : incidentRecord.parse(item)
  }

  return {
    find,

    async memoryOf(key) {
      const item = await read(memoryKey(key))
      if (item === undefined) return undefined
      const { incident: id, ...memory } = memoryRecord.parse(item)
      const incident = id === undefined ? undefined : await find(id)
      return { ...memory, ...(incident && { incident }) }
    },

    async timelineOf(id) {
      const items = queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :entry)',
        ExpressionAttributeValues: marshall({ ':pk': entryKey(id, 0).pk, ':entry': entryPrefix }),
        ConsistentRead: true,
      })
      const timeline: Entry[] = []
      for await (const item of items) timeline.push(entryRecord.parse(item))
      return timeline
    },

    async line(name) {
      const item = await read(lineKey(name))
      return item === undefined ? undefined : lineRecord.parse(item)
    },

    save: (writes) => putAll(client, putsFor(table, writes)),
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
    throw isConflict(error) ? new Conflict('somebody else wrote first', { cause: error }) : error
  }
}

/** Somebody else changed an item that this write builds on, or is writing it at this very moment. */
function isConflict(error: unknown): boolean {
  if (error instanceof ConditionalCheckFailedException || error instanceof TransactionConflictException) return true
  return (
    error instanceof TransactionCanceledException &&
    (error.CancellationReasons ?? []).some(
      ({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict',
    )
  )
}
