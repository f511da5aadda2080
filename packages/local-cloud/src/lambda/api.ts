import * as z from 'zod/mini'
import type { DurableExecutions } from '../durable-executions.ts'
import { durableOperations, durableResource } from '../durable-executions/api.ts'
import { failurePayload } from './failure.ts'
import { functionReference, invokedArn, versionOf, type FunctionReference } from './function.ts'
import { AwsError, FunctionFailed, type Api, type Input } from '../service.ts'

const invokeInput = z.object({
  FunctionName: z.string(),
  Qualifier: z.optional(z.string()),
  InvocationType: z._default(z.enum(['RequestResponse', 'Event', 'DryRun']), 'RequestResponse'),
  /** JSON; nothing at all is taken for an empty event, as Lambda does. */
  Payload: z.pipe(
    z.optional(z.string()),
    z.transform((text) => text || '{}'),
  ),
  DurableExecutionName: z.optional(z.string()),
})

export interface LambdaApiOptions {
  readonly durable: DurableExecutions
  invoke(
    target: FunctionReference,
    payload: string,
    executionName?: string,
  ): Promise<{ readonly answer: unknown; readonly executionArn: string | undefined }>
  /** Answers the ARN of the durable execution, if it is one. */
  readonly accept: (target: FunctionReference, payload: string, executionName?: string) => string | undefined
  /** Throws what `invoke` would before it runs anything. */
  readonly check: (target: FunctionReference, payload: string, executionName?: string) => void
}

/** What `Invoke` answers; `Payload` is JSON. */
export interface InvokeOutput {
  readonly StatusCode: 200 | 202 | 204
  readonly Payload?: string
  readonly FunctionError?: 'Unhandled'
  readonly ExecutedVersion?: string
  readonly DurableExecutionArn?: string | undefined
}

/** Lambda's API, as far as functions use it: `Invoke` and the durable operations. */
export function createLambdaApi(options: LambdaApiOptions): Api {
  return {
    permissionsFor(operation, input) {
      if (operation === 'Invoke') {
        return [{ action: 'lambda:InvokeFunction', resource: invokedArn(parse(input).target) }]
      }
      durableOperation(operation)
      return [{ action: `lambda:${operation}`, resource: durableResource(operation, input) }]
    },

    async call(operation, input) {
      if (operation === 'Invoke') return invoke(options, input)
      return durableOperation(operation)(options.durable, input)
    },
  }
}

async function invoke(options: LambdaApiOptions, input: Input): Promise<InvokeOutput> {
  const { target, type, payload, executionName } = parse(input)
  requireJson(payload)
  const ExecutedVersion = versionOf(target)
  switch (type) {
    case 'DryRun':
      options.check(target, payload, executionName)
      return { StatusCode: 204 }
    case 'Event':
      return { StatusCode: 202, DurableExecutionArn: options.accept(target, payload, executionName) }
    case 'RequestResponse':
      try {
        const { answer, executionArn } = await options.invoke(target, payload, executionName)
        const Payload = JSON.stringify(answer ?? null)
        return { StatusCode: 200, ExecutedVersion, Payload, DurableExecutionArn: executionArn }
      } catch (error) {
        if (!(error instanceof FunctionFailed)) throw error
        const Payload = JSON.stringify(failurePayload(error))
        return { StatusCode: 200, ExecutedVersion, FunctionError: 'Unhandled', Payload }
      }
  }
}

function parse(input: Input) {
  const parsed = invokeInput.safeParse(input)
  if (!parsed.success) throw new AwsError('InvalidParameterValueException', z.prettifyError(parsed.error))
  const { FunctionName, Qualifier, InvocationType: type, Payload: payload, DurableExecutionName } = parsed.data
  return { target: functionReference(FunctionName, Qualifier), type, payload, executionName: DurableExecutionName }
}

function requireJson(payload: string): void {
  try {
    JSON.parse(payload)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new AwsError('InvalidRequestContentException', `Could not parse request body into json: ${why}`)
  }
}

function durableOperation(operation: string) {
  const known = durableOperations[operation]
  if (known !== undefined) return known
  throw new AwsError('NotModelled', `The local cloud does not model lambda:${operation}`)
}
