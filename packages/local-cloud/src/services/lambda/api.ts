import { z } from 'zod'
import type { DurableExecutions } from './durable-executions/durable-executions.ts'
import { durableOperations } from './durable-executions/api.ts'
import { failurePayload } from './failure.ts'
import { functionReference, invokedArn, type FunctionReference } from './function.ts'
import { apiOf, invalidBy, operation } from '../../operation.ts'
import type { Api } from '../../api.ts'
import { AwsError } from '../../aws-error.ts'
import { FunctionFailed } from './functions.ts'

const invokeInput = z.object({
  FunctionName: z.string(),
  Qualifier: z.string().optional(),
  InvocationType: z.enum(['RequestResponse', 'Event', 'DryRun']).default('RequestResponse'),
  /** JSON; nothing at all is taken for an empty event, as Lambda does. */
  Payload: z
    .instanceof(Uint8Array)
    .optional()
    .transform((bytes) => Buffer.from(bytes ?? []).toString() || '{}'),
  DurableExecutionName: z.string().optional(),
})
type Invocation = z.infer<typeof invokeInput>

export interface LambdaApiOptions {
  readonly durable: DurableExecutions
  readonly versionOf: (target: FunctionReference) => string
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

/** Lambda's API, as far as functions use it: `Invoke` and the durable operations. */
export function createLambdaApi(options: LambdaApiOptions): Api {
  return apiOf(
    { prefix: 'lambda', invalid: invalidBy('InvalidParameterValueException') },
    {
      Invoke: operation({
        takes: invokeInput,
        needs: (request) => [{ action: 'lambda:InvokeFunction', resource: invokedArn(targetOf(request)) }],
        run: (request) => invoke(options, request),
      }),
      ...durableOperations(options.durable),
    },
  )
}

const targetOf = ({ FunctionName, Qualifier }: Invocation) => functionReference(FunctionName, Qualifier)

async function invoke(options: LambdaApiOptions, request: Invocation) {
  const { InvocationType: type, Payload: payload, DurableExecutionName: executionName } = request
  const target = targetOf(request)
  requireJson(payload)
  const ExecutedVersion = options.versionOf(target)
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

function requireJson(payload: string): void {
  try {
    JSON.parse(payload)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new AwsError('InvalidRequestContentException', `Could not parse request body into json: ${why}`)
  }
}
