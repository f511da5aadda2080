import { createRequire } from 'node:module'
import type { Readable } from 'node:stream'
import type { Input } from '../../api.ts'
import type { Item, TableDescription } from './item.ts'
import { type ParseCondition, remembering } from './remembered-conditions.ts'
import type { Range } from './rows.ts'

// dynalite 4.0.0, pinned exactly, from the inside. It ships no declarations: what we use of it is declared here.
const load = createRequire(import.meta.url)

export type Done<T> = (error: Error | null | undefined, result?: T) => void

/** The part of dynalite's own database that its actions use. */
export interface DynaliteStore {
  readonly options: { readonly maxItemSize: number }
  readonly tableDb: { createKeyStream(): Readable }
  getTable(name: string, checkStatus: boolean | Done<TableDescription>, done?: Done<TableDescription>): void
  getItemDb(table: string): DynaliteRows
  getIndexDb(kind: string, table: string, index: string): DynaliteRows
}
export interface DynaliteRows {
  get(key: string, done: Done<unknown>): void
  put(key: string, value: unknown, done: Done<void>): void
  del(key: string, done: Done<void>): void
  lock(key: string, run: (release: <D>(done: D) => D) => void): void
  createValueStream(range: Range): Readable
}

export const db: {
  createKey(item: Item, table: TableDescription): string
  /** Bytes as DynamoDB counts them. */
  itemSize(item: Item): number
  validateItem(item: Item, table: TableDescription): Error | null | undefined
  validateKey(key: Item, table: TableDescription): Error | null | undefined
  checkConditional(request: Input, existing: Item | undefined): Error | null | undefined
} = load('dynalite/db')

interface Rules {
  readonly types: Readonly<Record<string, unknown>>
  readonly custom?: (request: Input, store: Pick<DynaliteStore, 'options'>) => string | undefined
}

export const validations: {
  /** Drops what `types` does not know, also from `input` itself; throws what is of a wrong type. */
  checkTypes(input: Input, types: Rules['types']): Input
  /** Throws what is against the rules; parses the expressions into fields whose names begin with `_`. */
  checkValidations(
    request: Input,
    types: Rules['types'],
    custom: Rules['custom'],
    store: Pick<DynaliteStore, 'options'>,
  ): void
} = load('dynalite/validations')

// dynalite's validations look the parser up in its module each time.
const conditions: { parse: ParseCondition } = load('dynalite/db/conditionParser')
conditions.parse = remembering(conditions.parse)

const rulesOf = (name: string): Rules => load(`dynalite/validations/${name}`)
export const rules = {
  BatchGetItem: rulesOf('batchGetItem'),
  BatchWriteItem: rulesOf('batchWriteItem'),
  CreateTable: rulesOf('createTable'),
  DeleteItem: rulesOf('deleteItem'),
  DescribeTable: rulesOf('describeTable'),
  GetItem: rulesOf('getItem'),
  ListTables: rulesOf('listTables'),
  PutItem: rulesOf('putItem'),
  Query: rulesOf('query'),
  Scan: rulesOf('scan'),
  UpdateItem: rulesOf('updateItem'),
}

type Action = (store: DynaliteStore, request: Input, done: Done<Input>) => void
const actionOf = (name: string): Action => load(`dynalite/actions/${name}`)
export const actions = {
  BatchGetItem: actionOf('batchGetItem'),
  BatchWriteItem: actionOf('batchWriteItem'),
  DeleteItem: actionOf('deleteItem'),
  DescribeTable: actionOf('describeTable'),
  GetItem: actionOf('getItem'),
  ListTables: actionOf('listTables'),
  PutItem: actionOf('putItem'),
  Query: actionOf('query'),
  Scan: actionOf('scan'),
  UpdateItem: actionOf('updateItem'),
}
export type DynaliteOperation = keyof typeof actions
