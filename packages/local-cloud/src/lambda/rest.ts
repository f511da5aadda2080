import * as z from 'zod/mini'
import type { InvokeOutput } from './api.ts'
import { pathFields } from '../path-fields.ts'
import { AwsError, type Input } from '../service.ts'

/**
 * Lambda's REST paths, and which operation of `lambda.api` each stands for.
 *
 * | method, path | operation | input | answer |
 * | --- | --- | --- | --- |
 * | POST `/2015-03-31/functions/{FunctionName}/invocations` | Invoke | path FunctionName; query Qualifier; headers `X-Amz-Invocation-Type`, `X-Amz-Durable-Execution-Name`; the body is Payload, as it is | 200, 202 (Event) or 204 (DryRun); headers `X-Amz-Function-Error`, `X-Amz-Executed-Version`, `X-Amz-Durable-Execution-Arn`; the body is Payload |
 * | POST `/2025-12-01/durable-executions/{DurableExecutionArn}/checkpoint` | CheckpointDurableExecution | path; JSON body `{ CheckpointToken, ClientToken?, Updates? }` | 200, JSON `{ CheckpointToken?, NewExecutionState }` |
 * | GET `/2025-12-01/durable-executions/{DurableExecutionArn}/state` | GetDurableExecutionState | path; query CheckpointToken, Marker, MaxItems | 200, JSON `{ Operations, NextMarker? }` |
 * | GET `/2025-12-01/durable-executions/{DurableExecutionArn}` | GetDurableExecution | path | 200, JSON |
 * | POST `/2025-12-01/durable-executions/{DurableExecutionArn}/stop` | StopDurableExecution | path; the JSON body is Error | 200, JSON `{ StopTimestamp }` |
 * | GET `/2025-12-01/functions/{FunctionName}/durable-executions` | ListDurableExecutionsByFunction | path; query Qualifier, DurableExecutionName, Statuses (repeated), ReverseOrder | 200, JSON `{ DurableExecutions }` |
 * | POST `/2025-12-01/durable-execution-callbacks/{CallbackId}/succeed` | SendDurableExecutionCallbackSuccess | path; the body is Result, as it is | 200, `{}` |
 * | POST `/2025-12-01/durable-execution-callbacks/{CallbackId}/fail` | SendDurableExecutionCallbackFailure | path; the JSON body is Error | 200, `{}` |
 * | POST `/2025-12-01/durable-execution-callbacks/{CallbackId}/heartbeat` | SendDurableExecutionCallbackHeartbeat | path | 200, `{}` |
 *
 * Path parts are percent-encoded (an ARN's slashes too). Times in answers are seconds since 1970. An error has the
 * status and, in the header `x-amzn-errortype`, the code of its `AwsError`, and the body `{ Type: 'User', Message }`.
 */
export const lambdaRoutes: readonly LambdaRoute[] = [
  {
    method: 'POST',
    path: '/2015-03-31/functions/{FunctionName}/invocations',
    operation: 'Invoke',
    query: ['Qualifier'],
    headers: {
      'x-amz-invocation-type': 'InvocationType',
      'x-amz-durable-execution-name': 'DurableExecutionName',
    },
    body: { field: 'Payload', as: 'text' },
  },
  {
    method: 'POST',
    path: '/2025-12-01/durable-executions/{DurableExecutionArn}/checkpoint',
    operation: 'CheckpointDurableExecution',
    body: 'fields',
  },
  {
    method: 'GET',
    path: '/2025-12-01/durable-executions/{DurableExecutionArn}/state',
    operation: 'GetDurableExecutionState',
    query: ['CheckpointToken', 'Marker', 'MaxItems'],
  },
  {
    method: 'GET',
    path: '/2025-12-01/durable-executions/{DurableExecutionArn}',
    operation: 'GetDurableExecution',
  },
  {
    method: 'POST',
    path: '/2025-12-01/durable-executions/{DurableExecutionArn}/stop',
    operation: 'StopDurableExecution',
    body: { field: 'Error', as: 'json' },
  },
  {
    method: 'GET',
    path: '/2025-12-01/functions/{FunctionName}/durable-executions',
    operation: 'ListDurableExecutionsByFunction',
    query: ['Qualifier', 'DurableExecutionName', 'ReverseOrder'],
    lists: ['Statuses'],
  },
  {
    method: 'POST',
    path: '/2025-12-01/durable-execution-callbacks/{CallbackId}/succeed',
    operation: 'SendDurableExecutionCallbackSuccess',
    body: { field: 'Result', as: 'text' },
  },
  {
    method: 'POST',
    path: '/2025-12-01/durable-execution-callbacks/{CallbackId}/fail',
    operation: 'SendDurableExecutionCallbackFailure',
    body: { field: 'Error', as: 'json' },
  },
  {
    method: 'POST',
    path: '/2025-12-01/durable-execution-callbacks/{CallbackId}/heartbeat',
    operation: 'SendDurableExecutionCallbackHeartbeat',
  },
]

export interface LambdaRoute {
  readonly method: 'GET' | 'POST'
  /** One part in braces, which is an input field. */
  readonly path: string
  readonly operation: string
  readonly query?: readonly string[]
  /** Query parameters that may come more than once. */
  readonly lists?: readonly string[]
  /** Header in lower case → input field. */
  readonly headers?: Readonly<Record<string, string>>
  /** What the body is: one input field, or all the fields that are not elsewhere. */
  readonly body?: 'fields' | { readonly field: string; readonly as: 'text' | 'json' }
}

export interface LambdaRequest {
  readonly operation: string
  readonly input: Input
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * Which operation an HTTP request asks for; undefined when it is none of Lambda's. Throws `AwsError` for a body that
 * is not JSON where it should be.
 *
 * @param url path and query
 * @param headers names in lower case
 */
export function routeLambda(method: string, url: string, headers: Headers, body: string): LambdaRequest | undefined {
  const { pathname, searchParams } = new URL(url, 'http://localhost')
  for (const route of lambdaRoutes) {
    const inPath = route.method === method ? pathFields(route.path, pathname) : undefined
    if (inPath === undefined) continue
    const input = {
      ...bodyFields(route, body),
      ...headerFields(route, headers),
      ...queryFields(route, searchParams),
      ...inPath,
    }
    return { operation: route.operation, input }
  }
  return undefined
}

export interface LambdaResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The HTTP answer for what `lambda.api.call` resolved with. */
export function respondLambda(operation: string, output: unknown): LambdaResponse {
  if (operation !== 'Invoke') return { status: 200, headers: json, body: JSON.stringify(output) }
  const { StatusCode, Payload = '', FunctionError, ExecutedVersion, DurableExecutionArn } = invokeOutput.parse(output)
  return {
    status: StatusCode,
    headers: {
      ...json,
      ...(FunctionError !== undefined && { 'x-amz-function-error': FunctionError }),
      ...(ExecutedVersion !== undefined && { 'x-amz-executed-version': ExecutedVersion }),
      ...(DurableExecutionArn !== undefined && { 'x-amz-durable-execution-arn': DurableExecutionArn }),
    },
    body: Payload,
  }
}

/** The HTTP answer for an error. */
export function refuseLambda({ code, message, status, extra }: AwsError): LambdaResponse {
  const body = JSON.stringify({ Type: 'User', Message: message, message, ...extra })
  return { status, headers: { ...json, 'x-amzn-errortype': code }, body }
}

const json = { 'content-type': 'application/json' }

const invokeOutput: z.ZodMiniType<InvokeOutput> = z.object({
  StatusCode: z.literal([200, 202, 204]),
  Payload: z.exactOptional(z.string()),
  FunctionError: z.exactOptional(z.literal('Unhandled')),
  ExecutedVersion: z.exactOptional(z.string()),
  DurableExecutionArn: z.optional(z.string()),
})

function queryFields({ query = [], lists = [] }: LambdaRoute, given: URLSearchParams): Record<string, unknown> {
  const single = query.map((name) => [name, given.get(name) ?? undefined] as const)
  const repeated = lists.map((name) => [name, given.has(name) ? given.getAll(name) : undefined] as const)
  return Object.fromEntries([...single, ...repeated].filter(([, value]) => value !== undefined))
}

function headerFields({ headers = {} }: LambdaRoute, given: Headers): Record<string, unknown> {
  const fields = Object.entries(headers).map(([header, field]) => [field, given[header]] as const)
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined))
}

function bodyFields({ body: kind }: LambdaRoute, body: string): Record<string, unknown> {
  if (kind === undefined || body === '') return {}
  if (kind === 'fields') return parsed(z.record(z.string(), z.unknown()), body)
  return { [kind.field]: kind.as === 'text' ? body : parsed(z.unknown(), body) }
}

function parsed<T>(schema: z.ZodMiniType<T>, body: string): T {
  try {
    return schema.parse(JSON.parse(body))
  } catch {
    throw new AwsError('InvalidRequestContentException', 'The body is not the JSON that this operation takes')
  }
}
