import type { DurableOperation } from './operations.ts'
import type { ExecutionRecord } from './record.ts'

/** What AWS would bill durable executions for, beside the invocations of their handlers. */
export interface DurableUsage {
  /** Executions begun, steps (each attempt), waits, callbacks and contexts. */
  readonly operations: number
  /** What was written: inputs, results and errors, in bytes of JSON. */
  readonly bytes: number
}

export function usageOf(records: readonly ExecutionRecord[]): DurableUsage {
  const operations = records.flatMap((record) => record.operations)
  return {
    operations: operations.reduce((sum, { attempt = 1 }) => sum + attempt, 0),
    bytes: operations.reduce((sum, operation) => sum + bytesOf(operation), 0),
  }
}

const bytesOf = ({ input, result, error }: DurableOperation) =>
  Buffer.byteLength(JSON.stringify([input, result, error]))
