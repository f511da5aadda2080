import { z } from 'zod'
import type { Input } from '../api.ts'
import type { Change } from './change-stream.ts'
import { db } from './dynalite.ts'

const capacity = z.object({ CapacityUnits: z.number() })
const consumption = z.object({ ConsumedCapacity: z.optional(z.union([capacity, z.array(capacity)])) })

/**
 * The request units of on-demand mode that were used since the start. A transaction's count double. Writes of indexes
 * and writes that were refused are not counted, though AWS bills both.
 */
export class Units {
  read = 0
  write = 0

  /** @param each 1, or 2 in a transaction */
  wrote(changes: readonly Change[], each: 1 | 2): void {
    const units = changes.map(({ before, after }) => Math.max(1, kilobytes(before), kilobytes(after)))
    this.write += each * units.reduce((sum, one) => sum + one, 0)
  }

  /** @param reply of dynalite's to a request that wanted to be told its consumption */
  wasRead(reply: Input, each: 1 | 2): void {
    const { ConsumedCapacity: consumed = [] } = consumption.parse(reply)
    this.read += each * [consumed].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0)
  }
}

const kilobytes = (item: Change['after']) => (item === undefined ? 0 : Math.ceil(db.itemSize(item) / 1024))
