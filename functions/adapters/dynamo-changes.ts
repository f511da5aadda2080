import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import * as z from 'zod/mini'
import { $ZodError } from 'zod/v4/core'
import type { Entry } from '../domain/incident.ts'
import type { Line } from '../domain/line.ts'
import { entryPrefix } from './dynamo-keys.ts'
import { entryRecord, lineRecord } from './dynamo-records.ts'

export type TableChange =
  | { readonly kind: 'line'; readonly before: Line | undefined; readonly after: Line }
  | { readonly kind: 'entry'; readonly entry: Entry }
  | { readonly kind: 'other' }
  | { readonly kind: 'unreadable'; readonly because: string }

const image = z.record(
  z.string(),
  z.custom<AttributeValue>((value) => typeof value === 'object' && value !== null),
)
const record = z.object({
  eventName: z.enum(['INSERT', 'MODIFY', 'REMOVE']),
  dynamodb: z.object({ OldImage: z.optional(image), NewImage: z.optional(image) }),
})

/** One record of the table's stream. */
export function toTableChange(raw: unknown): TableChange {
  try {
    return read(raw)
  } catch (error) {
    // Not only of Zod: a number too large for us, say, is found as early as it is unmarshalled.
    return { kind: 'unreadable', because: `an item that Andon did not write: ${problemIn(error)}` }
  }
}

function problemIn(error: unknown): string {
  if (!(error instanceof $ZodError)) return String(error)
  return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
}

function read(raw: unknown): TableChange {
  const { eventName, dynamodb } = record.parse(raw)
  if (eventName === 'REMOVE' || dynamodb.NewImage === undefined) return { kind: 'other' }

  const after = unmarshall(dynamodb.NewImage)
  const sk = String(after['sk'])
  if (sk.startsWith(entryPrefix)) return { kind: 'entry', entry: entryRecord.parse(after) }
  if (sk !== 'LINE') return { kind: 'other' }
  return { kind: 'line', before: lineBefore(dynamodb.OldImage), after: lineRecord.parse(after) }
}

/** An old image that cannot be read counts as none; the new one is still used. */
function lineBefore(image: Record<string, AttributeValue> | undefined): Line | undefined {
  if (image === undefined) return undefined
  try {
    return lineRecord.parse(unmarshall(image))
  } catch {
    return undefined
  }
}
