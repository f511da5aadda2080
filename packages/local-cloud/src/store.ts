import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** JSON values by key, in the order of their keys. Every write is kept before it returns, also through `kill -9`. */
export interface Collection<T> {
  get(key: string): T | undefined
  put(key: string, value: T): void
  /** Puts a value that is JSON already. */
  putText(key: string, json: string): void
  delete(key: string): void
  /** All entries, or those whose key begins with `prefix`, in text order of the keys. */
  entries(prefix?: string): [key: string, value: T][]
  clear(): void
}

/** Where the local cloud keeps all its state: one SQLite file, or memory. */
export interface Store {
  collection<T>(name: string): Collection<T>
  /** All writes inside happen together or not at all. Nested calls join the outermost. */
  together<R>(write: () => R): R
  close(): void
}

/** Another process has the state open. */
export class StoreInUse extends Error {
  override readonly name = 'StoreInUse'
}

/**
 * Throws `StoreInUse` while another process has the file open: two clouds on one state would each undo the other.
 * @param file path of the database; without it the state lives in memory only
 */
export function openStore(file?: string): Store {
  if (file !== undefined) {
    mkdirSync(dirname(file), { recursive: true })
    // Nobody else's: there are keys in it. SQLite gives the files beside it the same mode.
    closeSync(openSync(file, 'a', 0o600))
  }
  const database = new DatabaseSync(file ?? ':memory:')
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE')
    // A killed process loses nothing of what the kernel already has; only a power cut could, and a laptop may.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF')
    database.exec(
      'CREATE TABLE IF NOT EXISTS kept (collection TEXT, key TEXT, value TEXT, PRIMARY KEY (collection, key)) WITHOUT ROWID',
    )
  } catch (error) {
    if (!isBusy(error)) throw error
    const remedy = 'End that one, or give this one a file of its own.'
    throw new StoreInUse(`Another process has ${file} open. ${remedy}`, { cause: error })
  }
  let depth = 0

  return {
    collection: (name) => collectionIn(database, name),
    together(write) {
      if (depth > 0) return write()
      database.exec('BEGIN')
      depth++
      try {
        const result = write()
        database.exec('COMMIT')
        return result
      } catch (error) {
        database.exec('ROLLBACK')
        throw error
      } finally {
        depth--
      }
    },
    close: () => database.close(),
  }
}

/** SQLITE_BUSY: https://www.sqlite.org/rescode.html#busy */
const isBusy = (error: unknown) =>
  typeof error === 'object' && error !== null && 'errcode' in error && error.errcode === 5

function collectionIn<T>(database: DatabaseSync, name: string): Collection<T> {
  const get = database.prepare('SELECT value FROM kept WHERE collection = ? AND key = ?')
  const put = database.prepare('INSERT OR REPLACE INTO kept VALUES (?, ?, ?)')
  const remove = database.prepare('DELETE FROM kept WHERE collection = ? AND key = ?')
  const list = database.prepare(
    'SELECT key, value FROM kept WHERE collection = ? AND key >= ? AND key < ? ORDER BY key',
  )
  const clear = database.prepare('DELETE FROM kept WHERE collection = ?')
  return {
    get(key) {
      const row = get.get(name, key)
      return row === undefined ? undefined : JSON.parse(String(row['value']))
    },
    put: (key, value) => void put.run(name, key, JSON.stringify(value)),
    putText: (key, json) => void put.run(name, key, json),
    delete: (key) => void remove.run(name, key),
    entries: (prefix = '') =>
      list
        .all(name, prefix, `${prefix}\u{10FFFF}`)
        .map((row) => [String(row['key']), JSON.parse(String(row['value']))]),
    clear: () => void clear.run(name),
  }
}
