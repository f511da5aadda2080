import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { Line } from '../domain/line.ts'
import { Conflict, TableRefused } from '../ports.ts'
import { lineRecord } from './dynamo-records.ts'

/** Throws DynamoDB's errors as the errors of our ports; any other error as it is. */
export function rethrown(error: unknown): never {
  if (isConflict(error)) throw new Conflict('somebody else wrote first', { cause: error, line: lineIn(error) })
  if (isRefusal(error)) throw new TableRefused(`DynamoDB refuses it: ${String(error)}`, { cause: error })
  throw error
}

const reasonsOf = (error: unknown) =>
  error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : []

/** Somebody else changed an item that this write builds on, or is writing it at this very moment. */
const isConflict = (error: unknown): boolean =>
  error instanceof ConditionalCheckFailedException ||
  error instanceof TransactionConflictException ||
  reasonsOf(error).some(({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict')

/** The line that they wrote, if nothing else was in the way: no other item comes back with the error. */
function lineIn(error: unknown): Line | undefined {
  const [only, ...others] = reasonsOf(error).filter(({ Code }) => Code !== 'None')
  if (only?.Item === undefined || others.length > 0) return undefined
  return lineRecord.safeParse(unmarshall(only.Item)).data
}

/** An item or a key that is too large, for one. */
const isRefusal = (error: unknown): boolean =>
  (error instanceof Error && (error.name === 'ValidationException' || error.name === 'SerializationException')) ||
  reasonsOf(error).some(({ Code }) => Code === 'ValidationError')
