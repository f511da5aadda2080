import type { Store } from '../../store.ts'
import type { Writer } from './change-stream.ts'
import { drafted } from './drafted.ts'
import { keyOf } from './item.ts'
import { actAtOnce } from './request.ts'
import { Draft } from './rows.ts'
import type { Table } from './table.ts'
import { Units } from './units.ts'

export interface Commit {
  readonly writer?: Writer
  /** How many request units a kilobyte takes; 1 unless told. */
  readonly unitsEach?: 1 | 2
  /** What must be kept together with it. */
  readonly alsoKeep?: () => void
}

/** All tables, and the one way to change them. */
export class Tables {
  readonly byName = new Map<string, Table>()
  readonly units = new Units()
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Makes `draft` come true: items and stream records are kept in one transaction, and only then seen in memory. */
  commit(draft: Draft, { writer = 'caller', unitsEach = 1, alsoKeep = () => {} }: Commit = {}): void {
    const touched = [...this.byName.values()]
      .map((table) => ({ table, changes: table.changesOf(draft) }))
      .filter(({ changes }) => changes.length > 0)
    const grown = this.#store.together(() => {
      alsoKeep()
      return touched.map(({ table, changes }) => {
        table.keep(changes)
        return { stream: table.stream, records: table.stream?.keep(changes, writer) ?? [] }
      })
    })
    draft.apply()
    for (const { table, changes } of touched) table.noteExpiry(changes)
    // What DynamoDB deletes by itself is free.
    if (writer === 'caller')
      for (const { table, changes } of touched) this.units.wrote(table.description, changes, unitsEach)
    for (const { stream, records } of grown) stream?.grow(records)
  }

  /** Deletes as DynamoDB itself, which the stream records say. */
  expire(table: Table, keys: readonly string[]): void {
    const draft = new Draft()
    for (const key of keys) {
      const expired = table.read(key)
      if (expired === undefined) continue
      const request = { TableName: table.description.TableName, Key: keyOf(expired, table.description) }
      actAtOnce('DeleteItem', drafted(this.byName, draft), request)
    }
    this.commit(draft, { writer: 'time-to-live' })
  }

  close(): void {
    for (const table of this.byName.values()) table.close()
  }
}
