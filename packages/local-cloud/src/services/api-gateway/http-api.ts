import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { AwsError } from '../../aws-error.ts'
import type { Caller } from '../../caller.ts'
import type { CloudClock } from '../../clock.ts'
import { account, arnOf } from '../../arn.ts'
import type { Permission } from '../../api.ts'
import type { ReceivedRequest, WireReply } from '../../wire/protocol.ts'
import type { Functions } from '../lambda/functions.ts'
import { httpEvent } from './http-event.ts'
import { type FoundRoute, type HttpRoute, routeFor } from './http-route.ts'
import { TokenBucket, type Throttling } from './token-bucket.ts'

/** An HTTP API of the template with its one stage, `$default`. */
export interface HttpApiDefinition {
  readonly id: string
  readonly routes: readonly HttpRoute[]
  /** Of each route; without it as many requests come through as are made. */
  readonly throttling?: Throttling
}

export interface HttpApiProps {
  readonly clock: CloudClock
  readonly functions: Pick<Functions, 'invoke'>
  /** Throws when the caller lacks a permission. */
  readonly authorize: (caller: Caller, permissions: readonly Permission[]) => void
  readonly arnOfCaller: (caller: Caller) => string
  /** Whether the function lets API Gateway in for this route. */
  readonly mayInvoke: (functionArn: string, service: string, sourceArn: string) => boolean
  readonly log: (line: string) => void
}

const stage = '$default'

/** One HTTP API of API Gateway: who may call which route, how often, and what its function makes of the request. */
export class HttpApi {
  readonly id: string
  readonly #definition: HttpApiDefinition
  readonly #props: HttpApiProps
  readonly #buckets = new Map<string, TokenBucket>()

  constructor(definition: HttpApiDefinition, props: HttpApiProps) {
    this.id = definition.id
    this.#definition = definition
    this.#props = props
  }

  /** @param request its URL without what leads to this API @param caller by its signature; `undefined`: there is none */
  async serve(request: ReceivedRequest, caller: Caller | undefined): Promise<WireReply> {
    const found = routeFor(this.#definition.routes, request)
    if (found === undefined) return message(404, 'Not Found')
    if (!found.route.isSigned) return this.#forward(request, found, undefined)
    if (caller === undefined || !this.#mayCall(request, caller)) return message(403, 'Forbidden')
    return this.#forward(request, found, this.#props.arnOfCaller(caller))
  }

  /** The same for a part of this process that has found out itself who asks. @param userArn of whoever that is */
  ask(
    request: Pick<ReceivedRequest, 'method' | 'url'> & { readonly body: object },
    userArn: string,
  ): Promise<WireReply> {
    const found = routeFor(this.#definition.routes, request)
    if (found === undefined) return Promise.resolve(message(404, 'Not Found'))
    const body = Buffer.from(JSON.stringify(request.body))
    return this.#forward({ ...request, headers: inJson, body }, found, userArn)
  }

  #mayCall({ method, url }: ReceivedRequest, caller: Caller): boolean {
    const resource = arnOf('execute-api', `${this.#definition.id}/${stage}/${method}${url.split('?')[0]}`)
    try {
      this.#props.authorize(caller, [{ action: 'execute-api:Invoke', resource }])
      return true
    } catch (error) {
      this.#props.log(`${method} ${url}: ${String(error)}`)
      return false
    }
  }

  async #forward(
    request: ReceivedRequest,
    { route, parameters }: FoundRoute,
    userArn: string | undefined,
  ): Promise<WireReply> {
    const { clock, functions, log, mayInvoke } = this.#props
    if (!this.#bucketOf(route).take()) return message(429, 'Too Many Requests')
    const sourceArn = arnOf('execute-api', `${this.#definition.id}/${stage}/${route.method}${route.path}`)
    const context = { apiId: this.#definition.id, account, stage, requestId: randomUUID(), at: clock.now(), userArn }
    try {
      if (!mayInvoke(route.functionArn, 'apigateway.amazonaws.com', sourceArn))
        throw new AwsError('AccessDenied', `${route.functionArn} does not let API Gateway in for ${sourceArn}`)
      return replyOf(await functions.invoke(route.functionArn, httpEvent(request, { route, parameters, ...context })))
    } catch (error) {
      log(`${request.method} ${request.url}: ${String(error)}`)
      return message(500, 'Internal Server Error')
    }
  }

  #bucketOf({ method, path }: HttpRoute): TokenBucket {
    const name = `${method} ${path}`
    const bucket = this.#buckets.get(name) ?? new TokenBucket(this.#props.clock, this.#definition.throttling)
    this.#buckets.set(name, bucket)
    return bucket
  }
}

const answered = z.object({
  statusCode: z.number().int(),
  headers: z.record(z.string(), z.coerce.string()).default({}),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
})

/** Payload format 2.0: what names no status is the body of a 200. */
function replyOf(answer: unknown): WireReply {
  const { success, data } = answered.safeParse(answer)
  if (!success)
    return { status: 200, headers: inJson, body: typeof answer === 'string' ? answer : JSON.stringify(answer) }
  const { statusCode: status, headers, body, isBase64Encoded } = data
  return { status, headers, body: isBase64Encoded ? Buffer.from(body, 'base64') : body }
}

const inJson = { 'content-type': 'application/json' }
const message = (status: number, text: string): WireReply => ({
  status,
  headers: inJson,
  body: JSON.stringify({ message: text }),
})
