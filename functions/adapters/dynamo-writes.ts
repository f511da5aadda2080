import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { Demotion } from '../domain/demotion.ts'
import type { Memory } from '../domain/memory.ts'
import { type Entry, type Incident, isOpen } from '../domain/incident.ts'
import type { Line } from '../domain/line.ts'
import type { Writes } from '../domain/writes.ts'
import {
  daysOfHistory,
  daysOfMemory,
  entryKey,
  expires,
  incidentKey,
  lineKey,
  listingOf,
  memoryKey,
  trustKey,
} from './dynamo-keys.ts'

export interface ConditionalPut {
  TableName: string
  Item: Record<string, AttributeValue>
  ConditionExpression: string
  ExpressionAttributeNames?: Record<string, string>
  ExpressionAttributeValues?: Record<string, AttributeValue>
  ReturnValuesOnConditionCheckFailure?: 'ALL_OLD'
}

/**
 * The puts that make up a save, each on condition that its item is still as it was read. What is written several times
 * is put once, as it stands in the end; only the timeline has an entry for each change.
 */
export function putsFor(table: string, writes: readonly Writes[]): ConditionalPut[] {
  const changes = writes.flatMap(({ change }) => change ?? [])
  const puts = [
    ...inOne(
      writes.flatMap(({ memory }) => memory ?? []),
      ({ key }) => key,
    ).map(({ key, before, after }) => putOfMemory(key, before, after)),
    ...inOne(changes, ({ after }) => after.id).map(({ before, after }) => putOfIncident(before, after)),
    ...changes.map(({ after, entry }) => putOfEntry(after, entry)),
    ...inOne(
      writes.flatMap(({ demotion }) => demotion ?? []),
      ({ after }) => after.playbook,
    ).map(({ before, after }) => putOfDemotion(before, after)),
    ...inOne(
      writes.flatMap(({ line }) => line ?? []),
      ({ after }) => after.name,
    ).map(({ before, after }) => putOfLine(before, after)),
  ]
  return puts.map((put) => ({ TableName: table, ...put }))
}

/** From what stood before the first of several to what stands after the last. */
function inOne<T extends { readonly before: unknown; readonly after: unknown }>(
  steps: readonly T[],
  name: (step: T) => string,
): T[] {
  const ends = new Map<string, T>()
  for (const step of steps) {
    const first = ends.get(name(step)) ?? step
    ends.set(name(step), { ...step, before: first.before })
  }
  return [...ends.values()]
}

type Put = Omit<ConditionalPut, 'TableName'>

function putOfMemory(key: string, before: Memory | undefined, { incident, ...memory }: Memory): Put {
  const item = {
    ...memoryKey(key),
    ...memory,
    ...(incident && { incident: incident.id }),
    // While something is open it must not be forgotten, however long nobody hears of it.
    ...(!(incident && isOpen(incident)) && { expires: expires(memory.at, daysOfMemory) }),
  }
  return before === undefined ? ifNew(item) : ifUnchanged(item, { signal: before.signal, at: before.at })
}

function putOfIncident(before: Incident | undefined, after: Incident): Put {
  // An open incident stays, however long it takes.
  const gone = after.state === 'resolved' && { expires: expires(after.resolvedAt ?? after.openedAt, daysOfHistory) }
  const item = { ...incidentKey(after.id), ...listingOf(after), ...after, ...gone }
  return before === undefined ? ifNew(item) : ifUnchanged(item, { version: before.version })
}

const putOfEntry = ({ id, version }: Incident, entry: Entry): Put =>
  ifNew({ ...entryKey(id, version), ...entry, expires: expires(entry.at, daysOfHistory) })

/** It stays for good: time alone gives nobody trust again. */
function putOfDemotion(before: Demotion | undefined, after: Demotion): Put {
  const item = { ...trustKey(after.playbook), ...after }
  return before === undefined ? ifNew(item) : ifUnchanged(item, { v: before.v })
}

function putOfLine(before: Line | undefined, after: Line): Put {
  const item = { ...lineKey(after.name), ...after }
  const put = before === undefined ? ifNew(item) : ifUnchanged(item, { v: before.v, epoch: before.epoch })
  // Most conflicts are about this item: its present state lets the loser go on without a read.
  return { ...put, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }
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
