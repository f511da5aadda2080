import { db } from './dynalite.ts'
import type { CloudClock } from '../../clock.ts'
import type { Collection, Store } from '../../store.ts'
import { ChangeStream, type Change } from './change-stream.ts'
import { drafted, type TableRows } from './drafted.ts'
import { keyOf, type Item, type TableDescription } from './item.ts'
import { actAtOnce } from './request.ts'
import { Draft, Rows } from './rows.ts'
import type { TableDefinition } from './table-properties.ts'
import { TimeToLive } from './time-to-live.ts'

interface TableParts {
  readonly store: Store
  readonly clock: CloudClock
  /** Deletes the items of these keys because their time has come. */
  readonly expire: (table: Table, keys: readonly string[]) => void
}

/** A table in memory, and what of it is kept. */
export class Table implements TableRows {
  readonly description: TableDescription
  readonly expiry: string | undefined
  readonly items = new Rows()
  readonly indexes: ReadonlyMap<string, Rows>
  readonly stream: ChangeStream | undefined
  readonly #kept: Collection<Item>
  readonly #timeToLive: TimeToLive | undefined

  /** Throws when kept items do not fit the definition. */
  constructor({ description, expiry }: TableDefinition, { store, clock, expire }: TableParts) {
    const { GlobalSecondaryIndexes: global = [], LocalSecondaryIndexes: local = [] } = description
    this.description = description
    this.expiry = expiry
    this.indexes = new Map([...global, ...local].map(({ IndexName }) => [IndexName, new Rows()]))
    this.#kept = store.collection(`dynamodb/items/${description.TableName}`)

    const { LatestStreamArn: arn, StreamSpecification: specification } = description
    if (arn !== undefined && specification !== undefined) {
      this.stream = new ChangeStream({ arn, view: specification.StreamViewType, table: description, store, clock })
    }
    if (expiry !== undefined) {
      this.#timeToLive = new TimeToLive({ attribute: expiry, clock, expire: (keys) => expire(this, keys) })
    }
    this.#load()
  }

  #load(): void {
    const { TableName: name } = this.description
    const tables = new Map([[name, this]])
    const draft = new Draft()
    for (const [, Item] of this.#kept.entries()) {
      const misfit = db.validateItem(Item, this.description)
      if (misfit) {
        throw new Error(
          `The items kept of table ${name} do not fit its keys any more (${misfit.message}): ` +
            'delete the file that keeps the state, or give the table another name.',
        )
      }
      actAtOnce('PutItem', drafted(tables, draft), { TableName: name, Item })
    }
    const changes = this.changesOf(draft)
    draft.apply()
    this.#timeToLive?.note(changes)
  }

  read(key: string): Item | undefined {
    return parsed(this.items.get(key))
  }

  /** The item that a request names by its `Key`, or by the `Item` it would put. */
  find(named: Item): Item | undefined {
    return this.read(db.createKey(keyOf(named, this.description), this.description))
  }

  changesOf(draft: Draft): Change[] {
    return draft.changesOf(this.items).map(([key, text]) => {
      const before = this.read(key)
      const after = parsed(text)
      return { key, ...(before && { before }), ...(after && { after, text }) }
    })
  }

  /** To be called in the transaction that keeps the whole write. */
  keep(changes: readonly Change[]): void {
    for (const { key, text } of changes) {
      if (text === undefined) this.#kept.delete(key)
      else this.#kept.putText(key, text)
    }
  }

  noteExpiry(changes: readonly Change[]): void {
    this.#timeToLive?.note(changes)
  }

  close(): void {
    this.#timeToLive?.close()
  }
}

function parsed(text: string | undefined): Item | undefined {
  // It is our own writing, so nobody has to check it.
  return text === undefined ? undefined : JSON.parse(text)
}
