import { type ErrorObject, type DurableOperation, isOver } from './operations.ts'

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'STOPPED'

/** A durable execution, as it is kept. Times are milliseconds since 1970. */
export interface ExecutionRecord {
  readonly arn: string
  readonly name: string
  readonly functionName: string
  readonly version: string
  readonly startedAt: number
  /** Nobody waits for the answer, so a failure goes to the function's dead-letter queue. */
  readonly asynchronous: boolean
  /** JSON. */
  readonly input: string
  status: ExecutionStatus
  endedAt?: number
  /** JSON, as the handler wrote it. */
  result?: string | undefined
  error?: ErrorObject | undefined
  operations: DurableOperation[]
  /** Ids of what moved on by itself, or was answered, since the handler was last invoked. */
  updated: string[]
  /** The handler is running, or is about to. */
  invoking: boolean
  /** How many times in a row it did not come to an orderly end. */
  faults: number
  invocations: number
}

export interface ExecutionIdentity {
  readonly functionName: string
  readonly version: string
  readonly name: string
}

const arnPattern = /:function:([A-Za-z0-9_-]+):([^:/]+)\/durable-execution\/([A-Za-z0-9_-]+)\/[A-Za-z0-9_-]+$/

/** What the ARN of a durable execution says, or undefined when it is none. */
export function executionIdentity(arn: string): ExecutionIdentity | undefined {
  const [, functionName, version, name] = arnPattern.exec(arn) ?? []
  if (functionName === undefined || version === undefined || name === undefined) return undefined
  return { functionName, version, name }
}

/** Where an execution is kept; names are unique within a function. */
export const recordKey = ({ functionName, name }: Pick<ExecutionIdentity, 'functionName' | 'name'>) =>
  `${functionName}/${name}`

/** A callback's id names the execution and the operation, so that it is found again after any restart. */
export const callbackIdOf = (executionArn: string, operationId: string) =>
  Buffer.from(`${executionArn} ${operationId}`).toString('base64url')

export function callbackOf(callbackId: string): { executionArn: string; operationId: string } | undefined {
  const [executionArn, operationId, ...rest] = Buffer.from(callbackId, 'base64url').toString().split(' ')
  if (executionArn === undefined || operationId === undefined || rest.length > 0) return undefined
  return { executionArn, operationId }
}

/** Whether time or somebody's answer will move it on without the handler. */
export const waitsForSomething = ({ operations }: ExecutionRecord) =>
  operations.some(
    (operation) =>
      !isOver(operation) &&
      (operation.type === 'WAIT' || operation.type === 'CALLBACK' || operation.status === 'PENDING'),
  )

/** A wait that a running execution is in. */
export interface DurableWait {
  readonly functionName: string
  readonly execution: string
  /** As the function calls it, if it does. */
  readonly name: string | undefined
  /** Milliseconds since 1970, when it will really be over: sooner than the function was told, where time runs faster. */
  readonly until: number
}

export const waitsOf = ({ functionName, name, operations }: ExecutionRecord): DurableWait[] =>
  operations.flatMap((operation) =>
    operation.type === 'WAIT' && !isOver(operation) && operation.dueAt !== undefined
      ? [{ functionName, execution: name, name: operation.name, until: operation.dueAt }]
      : [],
  )

/**
 * An operation as the service writes it.
 *
 * @param time how times are written: ISO 8601 in an invocation, `Date` in an answer of the API
 */
export function wireOperation(operation: DurableOperation, time: (ms: number) => unknown) {
  const { result: Result, error: Error } = operation
  return {
    Id: operation.id,
    ParentId: operation.parentId,
    Name: operation.name,
    Type: operation.type,
    SubType: operation.subType,
    Status: operation.status,
    StartTimestamp: time(operation.startedAt),
    ...(operation.endedAt !== undefined && { EndTimestamp: time(operation.endedAt) }),
    ...(operation.type === 'EXECUTION' && { ExecutionDetails: { InputPayload: operation.input } }),
    ...(operation.type === 'CONTEXT' && {
      ContextDetails: { Result, Error, ReplayChildren: operation.replayChildren },
    }),
    ...(operation.type === 'STEP' && { StepDetails: { Result, Error, ...attemptOf(operation, time) } }),
    ...(operation.type === 'WAIT' && {
      WaitDetails: { ScheduledEndTimestamp: time(operation.dueAt ?? operation.startedAt) },
    }),
    ...(operation.type === 'CALLBACK' && { CallbackDetails: { CallbackId: operation.callbackId, Result, Error } }),
  }
}

const attemptOf = ({ attempt, dueAt, status }: DurableOperation, time: (ms: number) => unknown) => ({
  Attempt: attempt,
  ...(status === 'PENDING' && dueAt !== undefined && { NextAttemptTimestamp: time(dueAt) }),
})

export const isoTime = (ms: number) => new Date(ms).toISOString()

/** How much of an execution's history one invocation or one answer carries, in characters of JSON. */
const largestPage = 2_000_000

/** As many operations as one page may hold, from `marker` on, and the marker of the next page. */
export function pageOf(
  operations: readonly DurableOperation[],
  time: (ms: number) => unknown,
  marker = '0',
  most = 1000,
) {
  const from = Number(marker)
  const page: ReturnType<typeof wireOperation>[] = []
  let size = 0
  for (const operation of operations.slice(from, from + most)) {
    const wired = wireOperation(operation, time)
    size += JSON.stringify(wired).length
    if (page.length > 0 && size > largestPage) break
    page.push(wired)
  }
  const next = from + page.length
  return { Operations: page, ...(next < operations.length && { NextMarker: String(next) }) }
}
