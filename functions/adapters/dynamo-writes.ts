import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { Memory } from '../domain/decide.ts'
import type { Change } from '../domain/incident.ts'
import type { Line } from '../domain/line.ts'
import type { Writes } from '../ports.ts'
import {
  daysOfHistory,
  daysOfMemory,
  entryKey,
  expires,
  incidentKey,
  lineKey,
  listingOf,
  memoryKey,
} from './dynamo-keys.ts'

export interface ConditionalPut {
  TableName: string
  Item: Record<string, AttributeValue>
  ConditionExpression: string
  ExpressionAttributeNames?: Record<string, string>
  ExpressionAttributeValues?: Record<string, AttributeValue>
}

/** The puts that make up a save, each on condition that its item is still as it was read. */
export function putsFor(table: string, { memory, change, line }: Writes): ConditionalPut[] {
  const puts = [
    ...(memory ? [putOfMemory(memory.key, memory.before, memory.after)] : []),
    ...(change ? putsOfChange(change) : []),
    ...(line ? [putOfLine(line.before, line.after)] : []),
  ]
  return puts.map((put) => ({ TableName: table, ...put }))
}

type Put = Omit<ConditionalPut, 'TableName'>

function putOfMemory(key: string, before: Memory | undefined, { incident, ...memory }: Memory): Put {
  const item = {
    ...memoryKey(key),
    ...memory,
    ...(incident && { incident: incident.id }),
    expires: expires(memory.at, daysOfMemory),
  }
  return before === undefined ? ifNew(item) : ifUnchanged(item, { signal: before.signal, at: before.at })
}

function putsOfChange({ before, after, entry }: Change): Put[] {
  const gone = expires(entry.at, daysOfHistory)
  // An open incident stays, however long it takes.
  const incident = {
    ...incidentKey(after.id),
    ...listingOf(after),
    ...after,
    ...(after.state === 'resolved' && { expires: gone }),
  }
  return [
    before === undefined ? ifNew(incident) : ifUnchanged(incident, { version: before.version }),
    ifNew({ ...entryKey(after.id, after.version), ...entry, expires: gone }),
  ]
}

function putOfLine(before: Line | undefined, after: Line): Put {
  const item = { ...lineKey(after.name), ...after }
  return before === undefined ? ifNew(item) : ifUnchanged(item, { v: before.v, epoch: before.epoch })
}

const marshalled = (item: object) => marshall(item, { removeUndefinedValues: true })

const ifNew = (item: object): Put => ({
  Item: marshalled(item),
  ConditionExpression: 'attribute_not_exists(pk)',
})

const ifUnchanged = (item: object, seen: Readonly<Record<string, string | number>>): Put => ({
  Item: marshalled(item),
  ConditionExpression: Object.keys(seen)
    .map((name) => `#${name} = :${name}`)
    .join(' AND '),
  ExpressionAttributeNames: Object.fromEntries(Object.keys(seen).map((name) => [`#${name}`, name])),
  ExpressionAttributeValues: marshall(
    Object.fromEntries(Object.entries(seen).map(([name, value]) => [`:${name}`, value])),
  ),
})
