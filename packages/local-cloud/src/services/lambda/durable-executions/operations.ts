import { z } from 'zod'
import { AwsError } from '../../../aws-error.ts'

/** A result or a payload may have 256 KB. */
const largestPayload = 262_144

export const errorObject = z.object({
  ErrorMessage: z.optional(z.string()),
  ErrorType: z.optional(z.string()),
  ErrorData: z.optional(z.string()),
  StackTrace: z.optional(z.array(z.string())),
})
export type ErrorObject = z.infer<typeof errorObject>

/** One entry of a checkpoint, as the durable execution SDK sends it. */
export const operationUpdate = z.strictObject({
  Id: z.string(),
  ParentId: z.optional(z.string()),
  Name: z.optional(z.string()),
  Type: z.enum(['EXECUTION', 'CONTEXT', 'STEP', 'WAIT', 'CALLBACK', 'CHAINED_INVOKE']),
  SubType: z.optional(z.string()),
  Action: z.enum(['START', 'SUCCEED', 'FAIL', 'RETRY', 'CANCEL']),
  Payload: z.optional(z.string().max(largestPayload)),
  Error: z.optional(errorObject),
  ContextOptions: z.optional(z.strictObject({ ReplayChildren: z.optional(z.boolean()) })),
  StepOptions: z.optional(z.strictObject({ NextAttemptDelaySeconds: z.optional(z.number()) })),
  WaitOptions: z.optional(z.strictObject({ WaitSeconds: z.optional(z.number()) })),
  CallbackOptions: z.optional(
    z.strictObject({ TimeoutSeconds: z.optional(z.number()), HeartbeatTimeoutSeconds: z.optional(z.number()) }),
  ),
})
export type OperationUpdate = z.infer<typeof operationUpdate>

type Status = 'STARTED' | 'PENDING' | 'READY' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED' | 'TIMED_OUT'

/** An operation of an execution. Times are milliseconds since 1970, and pass through the store as JSON. */
export interface DurableOperation {
  readonly id: string
  readonly type: OperationUpdate['Type']
  readonly parentId?: string | undefined
  readonly name?: string | undefined
  readonly subType?: string | undefined
  readonly status: Status
  readonly startedAt: number
  readonly endedAt?: number
  /** What the execution itself was started with. JSON. */
  readonly input?: string
  readonly result?: string | undefined
  readonly error?: ErrorObject | undefined
  /** Of a step: which attempt it is at. */
  readonly attempt?: number
  readonly replayChildren?: boolean | undefined
  readonly callbackId?: string
  /** When time moves it on by itself: a wait's end, a step's next attempt, a callback's timeout. */
  readonly dueAt?: number | undefined
  /** Of a callback: how long it may go without a heartbeat, and when the last one came. */
  readonly heartbeatMs?: number
  readonly heartbeatAt?: number
}

export interface Passing {
  /** Milliseconds since 1970. */
  readonly now: number
  /** How many times as fast waits and callback timeouts pass. */
  readonly speed: number
}

export const isOver = ({ status }: DurableOperation) => !['STARTED', 'PENDING', 'READY'].includes(status)

/** The operation after an update. Throws `AwsError` when the update does not fit what is known. */
export function applyUpdate(
  known: DurableOperation | undefined,
  update: OperationUpdate,
  passing: Passing,
  newCallbackId: (operationId: string) => string,
): DurableOperation {
  if (known && known.type !== update.Type) throw misfit(`Operation ${update.Id} is a ${known.type}`)
  if (known && isOver(known)) throw misfit(`Operation ${update.Id} is over (${known.status})`)
  const operation = known ?? begun(update, passing.now)

  switch (update.Action) {
    case 'START':
      return started(operation, update, passing, newCallbackId)
    case 'RETRY':
      return retried(operation, update, passing.now)
    case 'SUCCEED':
    case 'FAIL':
    case 'CANCEL':
      return ended(operation, update, passing.now)
  }
}

/** When time alone moves the operation on, in milliseconds since 1970. */
export function dueAt(operation: DurableOperation): number | undefined {
  if (isOver(operation)) return undefined
  const { dueAt: due, heartbeatAt, heartbeatMs } = operation
  if (heartbeatAt === undefined || heartbeatMs === undefined) return due
  return Math.min(due ?? Infinity, heartbeatAt + heartbeatMs)
}

/** The operation once its time has come. */
export function fallenDue(operation: DurableOperation, now: number): DurableOperation {
  if (operation.type === 'WAIT') return { ...operation, status: 'SUCCEEDED', endedAt: now }
  if (operation.type === 'STEP') return { ...operation, status: 'READY', dueAt: undefined }
  return { ...operation, status: 'TIMED_OUT', endedAt: now, error: callbackTimeout(operation, now) }
}

function begun(update: OperationUpdate, now: number): DurableOperation {
  return {
    id: update.Id,
    type: update.Type,
    parentId: update.ParentId,
    name: update.Name,
    subType: update.SubType,
    status: 'STARTED',
    startedAt: now,
  }
}

function started(
  operation: DurableOperation,
  update: OperationUpdate,
  { now, speed }: Passing,
  newCallbackId: (operationId: string) => string,
): DurableOperation {
  const sooner = (seconds: number) => (seconds * 1000) / speed
  const going: DurableOperation = { ...operation, status: 'STARTED' }
  switch (update.Type) {
    case 'STEP':
      return { ...going, attempt: (operation.attempt ?? 0) + 1 }
    case 'WAIT':
      return { ...going, dueAt: now + sooner(update.WaitOptions?.WaitSeconds ?? 0) }
    case 'CALLBACK': {
      const { TimeoutSeconds: timeout = 0, HeartbeatTimeoutSeconds: heartbeat = 0 } = update.CallbackOptions ?? {}
      return {
        ...going,
        callbackId: newCallbackId(operation.id),
        ...(timeout > 0 && { dueAt: now + sooner(timeout) }),
        ...(heartbeat > 0 && { heartbeatMs: sooner(heartbeat), heartbeatAt: now }),
      }
    }
    case 'CONTEXT':
    case 'EXECUTION':
      return going
    case 'CHAINED_INVOKE':
      throw new AwsError('NotModelled', `The local cloud does not model context.invoke (operation ${update.Id})`)
  }
}

function retried(operation: DurableOperation, update: OperationUpdate, now: number): DurableOperation {
  if (operation.type !== 'STEP') throw misfit(`Only a step can be retried (operation ${operation.id})`)
  const delay = (update.StepOptions?.NextAttemptDelaySeconds ?? 1) * 1000
  const attempt = operation.attempt ?? 1
  // The payload is what `waitForCondition` carries from one look to the next.
  return { ...operation, status: 'PENDING', attempt, dueAt: now + delay, result: update.Payload, error: update.Error }
}

function ended(operation: DurableOperation, update: OperationUpdate, now: number): DurableOperation {
  const status = {
    SUCCEED: 'SUCCEEDED',
    FAIL: 'FAILED',
    CANCEL: 'CANCELLED',
    START: 'STARTED',
    RETRY: 'PENDING',
  } as const
  return {
    ...operation,
    status: status[update.Action],
    endedAt: now,
    result: update.Payload,
    error: update.Error,
    replayChildren: update.ContextOptions?.ReplayChildren,
    ...(operation.type === 'STEP' && { attempt: operation.attempt ?? 1 }),
  }
}

function callbackTimeout({ dueAt: due = Infinity }: DurableOperation, now: number): ErrorObject {
  return due <= now
    ? { ErrorType: 'Callback.Timeout', ErrorMessage: 'Callback timed out' }
    : { ErrorType: 'Callback.Heartbeat', ErrorMessage: 'Callback timed out on heartbeat' }
}

const misfit = (message: string) => new AwsError('InvalidParameterValueException', message)
