import type { Writes } from '../domain/writes.ts'
import type { ConditionalPut } from './dynamo-writes.ts'

/** What one TransactWriteItems takes. */
const mostItems = 100
const mostBytes = 4 * 1024 * 1024

/** Cuts what is to be written, in its order, into as few parts as fit into a transaction each. */
export function cutToFit(
  writes: readonly Writes[],
  putsFor: (writes: readonly Writes[]) => readonly ConditionalPut[],
): readonly (readonly Writes[])[] {
  // The usual case: everything fits.
  if (fits(putsFor(writes))) return writes.length === 0 ? [] : [writes]
  const parts: Writes[][] = []
  let part: Writes[] = []
  for (const write of writes) {
    if (part.length > 0 && !fits(putsFor([...part, write]))) {
      parts.push(part)
      part = []
    }
    part.push(write)
  }
  return [...parts, part]
}

const fits = (puts: readonly ConditionalPut[]): boolean =>
  puts.length <= mostItems && puts.reduce((sum, put) => sum + bytesOf(put), 0) <= mostBytes

/** A little more than DynamoDB counts: names of types and quotation marks are in it too. */
const bytesOf = ({ Item }: ConditionalPut): number => Buffer.byteLength(JSON.stringify(Item))
