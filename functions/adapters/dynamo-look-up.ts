import {
  type AttributeValue,
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  type BatchGetItemCommandOutput,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { isOpen } from '../domain/incident.ts'
import type { Snapshot } from '../domain/snapshot.ts'
import type { Wanted } from '../ports.ts'
import { incidentKey, lineKey, memoryKey, trustKey } from './dynamo-keys.ts'
import { demotionIn } from './dynamo-demotion.ts'
import { incidentRecord, lineRecord, memoryRecord } from './dynamo-records.ts'
import { rethrown } from './dynamo-refusals.ts'
import { own } from '../domain/own.ts'

interface Key {
  readonly pk: string
  readonly sk: string
}
type Items = ReadonlyMap<string, unknown>

/** As many as one BatchGetItem takes. */
const most = 100

/** Reads all that is wanted in as few requests as it takes; then what that names in turn. */
export async function lookUp(
  client: DynamoDBClient,
  table: string,
  { keys = [], incidents = [], lines = [], playbooks = [] }: Wanted,
): Promise<Snapshot> {
  const items = new Map<string, unknown>()
  const read = async (wanted: readonly Key[]) => {
    const missing = new Map(wanted.filter(({ pk }) => !items.has(pk)).map((key) => [key.pk, key]))
    const all = [...missing.values()]
    for (let i = 0; i < all.length; i += most) await readBatch(client, table, all.slice(i, i + most), items)
  }
  await read([...keys.map(memoryKey), ...incidents.map(incidentKey), ...lines.map(lineKey), ...playbooks.map(trustKey)])
  const opened = keys.flatMap((key) => memoryRecord.safeParse(items.get(memoryKey(key).pk)).data?.incident ?? [])
  await read(opened.map(incidentKey))
  await read([...opened, ...incidents].flatMap((id) => lineOfOpen(items, id)).map(lineKey))
  return snapshotOf(items)
}

function lineOfOpen(items: Items, id: string): string[] {
  const { data: incident } = incidentRecord.safeParse(items.get(incidentKey(id).pk))
  return incident !== undefined && isOpen(incident) ? [incident.line] : []
}

/** Asks again for items that DynamoDB left out, until it returns none at all; then the batch comes again later. */
export async function readBatch(
  client: DynamoDBClient,
  table: string,
  keys: readonly Key[],
  into: Map<string, unknown>,
) {
  let left: Record<string, AttributeValue>[] = keys.map((key) => marshall(key))
  while (left.length > 0) {
    // A decision must rest on what is, not on what was a moment ago.
    const answer = await getItems(client, { [table]: { Keys: left, ConsistentRead: true } })
    for (const item of own(answer.Responses ?? {}, table) ?? []) into.set(String(item['pk']?.S), plain(item))
    const leftOut = own(answer.UnprocessedKeys ?? {}, table)?.Keys ?? []
    if (leftOut.length === left.length) throw new Error(`the table is busy: it returned none of ${left.length} items`)
    left = leftOut
  }
}

async function getItems(
  client: DynamoDBClient,
  RequestItems: BatchGetItemCommandInput['RequestItems'],
): Promise<BatchGetItemCommandOutput> {
  try {
    return await client.send(new BatchGetItemCommand({ RequestItems }))
  } catch (error) {
    return rethrown(error)
  }
}

/** A number too large for us, say, is found here already; whoever asks for the item then hears of it. */
function plain(item: Record<string, AttributeValue>): unknown {
  try {
    return unmarshall(item)
  } catch {
    return undefined
  }
}

/** Rejects by an error that names the item: the message is well, and somebody may mend what is in its way. */
function parsed<T>(record: { readonly parse: (item: unknown) => T }, item: unknown, { pk }: Key): T {
  try {
    return record.parse(item)
  } catch (error) {
    throw new Error(`the table's item ${pk} is not as Andon writes it: mend or delete it`, { cause: error })
  }
}

/** Each item is parsed only when it is asked for: one that cannot be read does not harm the others. */
const snapshotOf = (items: Items): Snapshot => {
  const incident = (id: string) => {
    const key = incidentKey(id)
    return items.has(key.pk) ? parsed(incidentRecord, items.get(key.pk), key) : undefined
  }
  return {
    incident,
    memoryOf(key) {
      const { pk, sk } = memoryKey(key)
      if (!items.has(pk)) return undefined
      const { incident: id, ...memory } = parsed(memoryRecord, items.get(pk), { pk, sk })
      const opened = id === undefined ? undefined : incident(id)
      return { ...memory, ...(opened && { incident: opened }) }
    },
    line(name) {
      const key = lineKey(name)
      return items.has(key.pk) ? parsed(lineRecord, items.get(key.pk), key) : undefined
    },
    demotionOf: (playbook) => demotionIn(items, playbook),
  }
}
