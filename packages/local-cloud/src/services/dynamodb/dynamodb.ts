import { z } from 'zod'
import type { Cancel, CloudClock } from '../../clock.ts'
import type { ChangeStream, StreamRecord } from './change-stream.ts'
import { drafted } from './drafted.ts'
import type { DynaliteOperation } from './dynalite.ts'
import { item } from './item.ts'
import { notFound } from './fault.ts'
import { permissionsFor } from './permissions.ts'
import { act, actAtOnce, check } from './request.ts'
import { RequestTokens } from './request-tokens.ts'
import { Draft } from './rows.ts'
import { defineTable, type TableNames } from './table-properties.ts'
import { Table } from './table.ts'
import { Tables } from './tables.ts'
import { transactRead, transactWrite } from './transactions.ts'
import type { Units } from './units.ts'
import type { Api, Input } from '../../api.ts'
import { AwsError } from '../../aws-error.ts'
import type { Store } from '../../store.ts'

export type { StreamRecord } from './change-stream.ts'

/**
 * DynamoDB on the laptop: dynalite's own code for expressions, validation and indexes, in memory, with transactions,
 * time to live and streams beside it. Each write keeps its items and stream records in one transaction of the store.
 */
export interface DynamoDb {
  readonly api: Api
  /**
   * Makes a table, with what was kept of it, from the resolved properties of an AWS::DynamoDB::GlobalTable or
   * AWS::DynamoDB::Table. Throws `NotModelled` for a property we do not know.
   */
  createTable(properties: Input, names: TableNames): void
  /** At most `limit` records after `afterSequence`, oldest first; `undefined` begins with the oldest there is. */
  readStream(streamArn: string, afterSequence: string | undefined, limit: number): StreamRecord[]
  /** The newest sequence number that was ever given in this stream. */
  latestSequence(streamArn: string): string | undefined
  /** Calls `listener` soon after each write that added records. */
  onStreamGrew(streamArn: string, listener: () => void): Cancel
  /** Forgets the records up to and including `upToSequence`. Nothing else does, however old they are. */
  trimStream(streamArn: string, upToSequence: string): void
  /** The request units that were used since the start. */
  units(): Readonly<Pick<Units, 'read' | 'write'>>
  /** Stops the timers. The store is the caller's to close. */
  close(): void
}

export function createDynamoDb({ store, clock }: { readonly store: Store; readonly clock: CloudClock }): DynamoDb {
  const tables = new Tables(store)
  const tokens = new RequestTokens(store, clock)
  const stream = (arn: string) => findStream(tables, arn)

  return {
    api: { permissionsFor, call: async (operation, input) => answer(tables, tokens, operation, input) },
    createTable(properties, names) {
      const definition = defineTable(properties, names)
      const expire = (table: Table, keys: readonly string[]) => tables.expire(table, keys)
      tables.byName.set(names.name, new Table(definition, { store, clock, expire }))
    },
    readStream: (arn, afterSequence, limit) => stream(arn).read(afterSequence, limit),
    latestSequence: (arn) => stream(arn).latest(),
    onStreamGrew: (arn, listener) => stream(arn).onGrew(listener),
    trimStream: (arn, upToSequence) => stream(arn).trim(upToSequence),
    units: () => ({ read: tables.units.read, write: tables.units.write }),
    close: () => tables.close(),
  }
}

function findStream(tables: Tables, arn: string): ChangeStream {
  const found = [...tables.byName.values()].find(({ stream }) => stream?.arn === arn)?.stream
  if (found === undefined)
    throw new AwsError('ResourceNotFoundException', `Requested resource not found: Stream: ${arn}`)
  return found
}

function answer(tables: Tables, tokens: RequestTokens, operation: string, input: Input): Input | Promise<Input> {
  switch (operation) {
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem':
    case 'BatchWriteItem':
      return write(tables, operation, input)
    case 'GetItem':
    case 'BatchGetItem':
    case 'DescribeTable':
    case 'Query':
    case 'Scan':
    case 'ListTables':
      return read(tables, operation, input)
    case 'TransactWriteItems':
      return transactWrite(tables, tokens, input)
    case 'TransactGetItems':
      return transactRead(tables, input)
    case 'DescribeTimeToLive':
      return describeTimeToLive(tables, input)
    default:
      throw new AwsError('UnknownOperationException', `dynamodb:${operation} is not modelled locally`)
  }
}

async function read(tables: Tables, operation: DynaliteOperation, input: Input): Promise<Input> {
  const request = check(operation, input)
  const asked = request['ReturnConsumedCapacity'] ?? 'NONE'
  const measured = asked === 'NONE' ? { ...request, ReturnConsumedCapacity: 'TOTAL' } : request
  const reply = await act(operation, drafted(tables.byName, new Draft()), measured)
  tables.units.wasRead(reply, 1)
  if (asked !== 'NONE') return reply
  const { ConsumedCapacity: _, ...rest } = reply
  return rest
}

const named = z.object({ TableName: z.string(), Item: z.optional(item), Key: z.optional(item) })

function write(tables: Tables, operation: DynaliteOperation, input: Input): Input {
  const { ReturnValuesOnConditionCheckFailure: onFailure, ...plain } = input
  const request = check(operation, plain)
  const draft = new Draft()
  try {
    const reply = actAtOnce(operation, drafted(tables.byName, draft), request)
    tables.commit(draft)
    return reply
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'ConditionalCheckFailedException')) throw error
    if (onFailure !== 'ALL_OLD') throw error
    const { TableName: name, Item: whole, Key: key = {} } = named.parse(request)
    const existing = tables.byName.get(name)?.find(whole ?? key)
    throw existing ? new AwsError(error.code, error.message, error.status, { Item: existing }) : error
  }
}

function describeTimeToLive(tables: Tables, input: Input): Input {
  const { TableName: name } = named.parse(check('DescribeTable', input))
  const table = tables.byName.get(name)
  if (table === undefined) throw notFound(name)
  const { expiry } = table
  return {
    TimeToLiveDescription:
      expiry === undefined ? { TimeToLiveStatus: 'DISABLED' } : { TimeToLiveStatus: 'ENABLED', AttributeName: expiry },
  }
}
