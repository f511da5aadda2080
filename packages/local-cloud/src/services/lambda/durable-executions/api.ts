import { z } from 'zod'
import type { DurableExecutions } from './durable-executions.ts'
import { errorObject, operationUpdate } from './operations.ts'
import { callbackOf, executionIdentity, pageOf, wireOperation, type ExecutionRecord } from './record.ts'
import { functionReference, invokedArn } from '../function.ts'
import { operation, type Operations } from '../../../operation.ts'
import { arnOf } from '../../../arn.ts'

const aboutExecution = z.object({ DurableExecutionArn: z.string() })
const aboutCallback = z.object({ CallbackId: z.string() })
type OfExecution = z.infer<typeof aboutExecution>

/** The durable operations of Lambda's API. */
export const durableOperations = (durable: DurableExecutions): Operations => ({
  ...checkpointing(durable),
  ...asking(durable),
  ...answering(durable),
})

const arnIn = ({ DurableExecutionArn }: OfExecution) => DurableExecutionArn

const checkpointing = (durable: DurableExecutions) => ({
  CheckpointDurableExecution: operation({
    takes: aboutExecution.extend({
      CheckpointToken: z.string(),
      ClientToken: z.string().optional(),
      Updates: z.array(operationUpdate).default([]),
    }),
    on: arnIn,
    run({ DurableExecutionArn: arn, CheckpointToken: token, ClientToken, Updates }) {
      const { token: next, operations, over } = durable.checkpoint(arn, token, Updates, ClientToken)
      return {
        // No token comes back from the checkpoint that ends an execution.
        ...(!over && { CheckpointToken: next }),
        NewExecutionState: { Operations: operations.map((one) => wireOperation(one, asDate)) },
      }
    },
  }),
  GetDurableExecutionState: operation({
    takes: aboutExecution.extend({
      CheckpointToken: z.string(),
      Marker: z.string().optional(),
      MaxItems: z.number().optional(),
    }),
    on: arnIn,
    run: ({ DurableExecutionArn: arn, CheckpointToken: token, Marker, MaxItems }) =>
      pageOf(durable.stateFor(arn, token).operations, asDate, Marker, MaxItems),
  }),
})

const asking = (durable: DurableExecutions) => ({
  GetDurableExecution: operation({
    takes: aboutExecution,
    on: arnIn,
    run: ({ DurableExecutionArn }) => described(durable.get(DurableExecutionArn)),
  }),
  ListDurableExecutionsByFunction: operation({
    takes: z.object({
      FunctionName: z.string(),
      Qualifier: z.string().optional(),
      DurableExecutionName: z.string().optional(),
      Statuses: z.array(z.string()).optional(),
      ReverseOrder: z.boolean().optional(),
    }),
    on: ({ FunctionName, Qualifier }) => invokedArn(functionReference(FunctionName, Qualifier)),
    run({ FunctionName, Qualifier, DurableExecutionName: name, Statuses, ReverseOrder }) {
      const found = durable
        .list(functionReference(FunctionName, Qualifier).name)
        .filter((record) => name === undefined || record.name === name)
        .filter(({ status }) => Statuses === undefined || Statuses.includes(status))
      return { DurableExecutions: (ReverseOrder ? found.reverse() : found).map(summed) }
    },
  }),
  StopDurableExecution: operation({
    takes: aboutExecution.extend({ Error: errorObject.optional() }),
    on: arnIn,
    run({ DurableExecutionArn, Error }) {
      const { endedAt = 0 } = durable.stop(DurableExecutionArn, Error)
      return { StopTimestamp: asDate(endedAt) }
    },
  }),
})

const answering = (durable: DurableExecutions) => ({
  SendDurableExecutionCallbackSuccess: operation({
    takes: aboutCallback.extend({ Result: z.instanceof(Uint8Array).optional() }),
    on: functionOf,
    run: ({ CallbackId, Result }) =>
      durable.answerCallback(CallbackId, { result: Buffer.from(Result ?? []).toString() }),
  }),
  SendDurableExecutionCallbackFailure: operation({
    takes: aboutCallback.extend({ Error: errorObject.default({}) }),
    on: functionOf,
    run: ({ CallbackId, Error }) => durable.answerCallback(CallbackId, { error: Error }),
  }),
  SendDurableExecutionCallbackHeartbeat: operation({
    takes: aboutCallback,
    on: functionOf,
    run: ({ CallbackId }) => durable.heartbeatCallback(CallbackId),
  }),
})

/** The function that waits for a callback. */
function functionOf({ CallbackId }: z.infer<typeof aboutCallback>): string {
  const callback = callbackOf(CallbackId)
  const identity = callback && executionIdentity(callback.executionArn)
  // A malformed id belongs to no function; the call itself says so.
  if (identity === undefined) return arnOf('lambda', 'function:*')
  return arnOf('lambda', `function:${identity.functionName}:${identity.version}`)
}

const asDate = (ms: number) => new Date(ms)

function described(record: ExecutionRecord) {
  return {
    ...summed(record),
    InputPayload: record.input,
    Result: record.result,
    Error: record.error,
    Version: record.version,
  }
}

function summed({ arn, name, functionName, version, status, startedAt, endedAt }: ExecutionRecord) {
  return {
    DurableExecutionArn: arn,
    DurableExecutionName: name,
    FunctionArn: arnOf('lambda', `function:${functionName}:${version}`),
    Status: status,
    StartTimestamp: asDate(startedAt),
    ...(endedAt !== undefined && { EndTimestamp: asDate(endedAt) }),
  }
}
