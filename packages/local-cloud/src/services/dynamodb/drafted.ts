import { Readable } from 'node:stream'
import type { DynaliteRows, DynaliteStore } from './dynalite.ts'
import { notFound } from './fault.ts'
import type { TableDescription } from './item.ts'
import type { Draft, Rows } from './rows.ts'

/** A table's rows and those of its indexes, by name. */
export interface TableRows {
  readonly description: TableDescription
  readonly items: Rows
  readonly indexes: ReadonlyMap<string, Rows>
}

export const options = { maxItemSize: 400 * 1024 }

/**
 * What an action reads and writes: `tables` as they stand, with `draft` laid over them.
 *
 * Everything but streams answers before it returns, so that a write is done within one turn of the event loop: there
 * is never a second writer, and no lock is needed. Streams do not show the draft; no writing action uses them.
 */
export function drafted(tables: ReadonlyMap<string, TableRows>, draft: Draft): DynaliteStore {
  const find = (name: string): TableRows => {
    const table = tables.get(name)
    if (table === undefined) throw notFound(name)
    return table
  }
  return {
    options,
    tableDb: { createKeyStream: () => Readable.from([...tables.keys()].toSorted()) },
    getTable(name, checkStatus, done) {
      const answer = typeof checkStatus === 'function' ? checkStatus : done
      const table = tables.get(name)
      if (table === undefined) answer?.(notFound(name))
      else answer?.(null, table.description)
    },
    getItemDb: (name) => over(find(name).items, draft),
    getIndexDb(_kind, name, index) {
      const rows = find(name).indexes.get(index)
      if (rows === undefined) throw new Error(`Table ${name} has no index ${index}`)
      return over(rows, draft)
    },
  }
}

function over(rows: Rows, draft: Draft): DynaliteRows {
  return {
    get(key, done) {
      const text = draft.get(rows, key)
      done(null, text === undefined ? undefined : JSON.parse(text))
    },
    put(key, value, done) {
      draft.set(rows, key, JSON.stringify(value))
      done(null)
    },
    del(key, done) {
      draft.set(rows, key, undefined)
      done(null)
    },
    lock: (_key, run) => run((done) => done),
    createValueStream: (range) => Readable.from(rows.range(range).map((text): unknown => JSON.parse(text))),
  }
}
