import * as z from 'zod/mini'
import type { DurableExecutions } from '../durable-executions.ts'
import { errorObject, operationUpdate } from './operations.ts'
import { callbackOf, epochSeconds, executionIdentity, pageOf, wireOperation, type ExecutionRecord } from './record.ts'
import { functionReference, invokedArn } from '../lambda/function.ts'
import { arnOf, AwsError, type Input } from '../service.ts'

const aboutExecution = z.object({ DurableExecutionArn: z.string() })
const aboutCallback = z.object({ CallbackId: z.string() })

const checkpointInput = z.object({
  DurableExecutionArn: z.string(),
  CheckpointToken: z.string(),
  ClientToken: z.optional(z.string()),
  Updates: z._default(z.array(operationUpdate), []),
})
const stateInput = z.object({
  DurableExecutionArn: z.string(),
  CheckpointToken: z.string(),
  Marker: z.optional(z.string()),
  MaxItems: z.optional(z.coerce.number()),
})
const listInput = z.object({
  FunctionName: z.string(),
  Qualifier: z.optional(z.string()),
  DurableExecutionName: z.optional(z.string()),
  Statuses: z.optional(z.array(z.string())),
  ReverseOrder: z.optional(z.coerce.boolean()),
})
const stopInput = z.object({ DurableExecutionArn: z.string(), Error: z.optional(errorObject) })
const successInput = z.object({ CallbackId: z.string(), Result: z._default(z.string(), '') })
const failureInput = z.object({ CallbackId: z.string(), Error: z._default(errorObject, {}) })

type Operation = (durable: DurableExecutions, input: Input) => unknown

/** The durable operations of Lambda's API, each with the input that `local/lambda-rest.ts` makes. */
export const durableOperations: Readonly<Record<string, Operation>> = {
  CheckpointDurableExecution(durable, input) {
    const { DurableExecutionArn: arn, CheckpointToken: token, ClientToken, Updates } = parse(checkpointInput, input)
    const { token: next, operations, over } = durable.checkpoint(arn, token, Updates, ClientToken)
    return {
      // No token comes back from the checkpoint that ends an execution.
      ...(!over && { CheckpointToken: next }),
      NewExecutionState: { Operations: operations.map((operation) => wireOperation(operation, epochSeconds)) },
    }
  },

  GetDurableExecutionState(durable, input) {
    const { DurableExecutionArn: arn, CheckpointToken: token, Marker, MaxItems } = parse(stateInput, input)
    return pageOf(durable.stateFor(arn, token).operations, epochSeconds, Marker, MaxItems)
  },

  GetDurableExecution: (durable, input) => described(durable.get(parse(aboutExecution, input).DurableExecutionArn)),

  ListDurableExecutionsByFunction(durable, input) {
    const { FunctionName, Qualifier, DurableExecutionName: name, Statuses, ReverseOrder } = parse(listInput, input)
    const found = durable
      .list(functionReference(FunctionName, Qualifier).name)
      .filter((record) => name === undefined || record.name === name)
      .filter(({ status }) => Statuses === undefined || Statuses.includes(status))
    return { DurableExecutions: (ReverseOrder ? found.reverse() : found).map(summed) }
  },

  StopDurableExecution(durable, input) {
    const { DurableExecutionArn, Error } = parse(stopInput, input)
    const { endedAt = 0 } = durable.stop(DurableExecutionArn, Error)
    return { StopTimestamp: epochSeconds(endedAt) }
  },

  SendDurableExecutionCallbackSuccess(durable, input) {
    const { CallbackId, Result } = parse(successInput, input)
    durable.answerCallback(CallbackId, { result: Result })
    return {}
  },

  SendDurableExecutionCallbackFailure(durable, input) {
    const { CallbackId, Error } = parse(failureInput, input)
    durable.answerCallback(CallbackId, { error: Error })
    return {}
  },

  SendDurableExecutionCallbackHeartbeat(durable, input) {
    durable.heartbeatCallback(parse(aboutCallback, input).CallbackId)
    return {}
  },
}

/** The ARN that IAM evaluates for a durable operation: the execution's, the callback's function's, or the function's. */
export function durableResource(operation: string, input: Input): string {
  if (operation === 'ListDurableExecutionsByFunction') {
    const { FunctionName, Qualifier } = parse(listInput, input)
    return invokedArn(functionReference(FunctionName, Qualifier))
  }
  if (!operation.startsWith('SendDurableExecutionCallback')) return parse(aboutExecution, input).DurableExecutionArn
  const callback = callbackOf(parse(aboutCallback, input).CallbackId)
  const identity = callback && executionIdentity(callback.executionArn)
  // An id that is none belongs to no function; the call itself says so.
  if (identity === undefined) return arnOf('lambda', 'function:*')
  return arnOf('lambda', `function:${identity.functionName}:${identity.version}`)
}

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
    StartTimestamp: epochSeconds(startedAt),
    ...(endedAt !== undefined && { EndTimestamp: epochSeconds(endedAt) }),
  }
}

function parse<T>(schema: z.ZodMiniType<T>, input: Input): T {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  throw new AwsError('InvalidParameterValueException', z.prettifyError(parsed.error))
}
