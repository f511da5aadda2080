import { z } from 'zod'
import type { Input } from '../../api.ts'
import type { Change } from './change-stream.ts'
import { db } from './dynalite.ts'
import { sameItem, type Index, type Item, type TableDescription } from './item.ts'
import { own } from '../../own.ts'

const capacity = z.object({ CapacityUnits: z.number() })
const consumption = z.object({ ConsumedCapacity: z.optional(z.union([capacity, z.array(capacity)])) })

/**
 * The request units of on-demand mode that were used since the start. A transaction's count double, but for what they
 * write into indexes, which is taken to follow by itself. Writes that were refused are not counted, though AWS bills
 * them.
 */
export class Units {
  read = 0
  write = 0

  /** @param each 1, or 2 in a transaction */
  wrote(table: TableDescription, changes: readonly Change[], each: 1 | 2): void {
    const { GlobalSecondaryIndexes: global = [], LocalSecondaryIndexes: local = [] } = table
    for (const change of changes) {
      this.write += each * Math.max(1, kilobytes(change.before), kilobytes(change.after))
      for (const index of [...global, ...local]) this.write += unitsOf(index, table, change)
    }
  }

  /** @param reply of dynalite's to a request that wanted to be told its consumption */
  wasRead(reply: Input, each: 1 | 2): void {
    const { ConsumedCapacity: consumed = [] } = consumption.parse(reply)
    this.read += each * [consumed].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0)
  }
}

const kilobytes = (item: Change['after']) => (item === undefined ? 0 : Math.ceil(db.itemSize(item) / 1024))

/** One write where an entry comes, goes or changes; two where it moves, for it is deleted there and put here. */
function unitsOf(index: Index, table: TableDescription, { before, after }: Change): number {
  const [was, is] = [entryOf(index, table, before), entryOf(index, table, after)]
  if (was === undefined || is === undefined) return kilobytes(was) + kilobytes(is)
  if (sameItem(was, is)) return 0
  const hasMoved = index.KeySchema.some(
    ({ AttributeName: name }) => !sameItem({ [name]: own(was, name) ?? {} }, { [name]: own(is, name) ?? {} }),
  )
  return hasMoved ? kilobytes(was) + kilobytes(is) : Math.max(kilobytes(was), kilobytes(is))
}

/** What an index holds of an item; `undefined` when the item lacks one of its keys. */
function entryOf({ KeySchema, Projection }: Index, table: TableDescription, item: Item | undefined): Item | undefined {
  const keys = KeySchema.map(({ AttributeName }) => AttributeName)
  if (item === undefined || keys.some((name) => own(item, name) === undefined)) return undefined
  if (Projection.ProjectionType === 'ALL') return item
  const tableKeys = table.KeySchema.map(({ AttributeName }) => AttributeName)
  const held = new Set([...keys, ...tableKeys, ...(Projection.NonKeyAttributes ?? [])])
  return Object.fromEntries(Object.entries(item).filter(([name]) => held.has(name)))
}
