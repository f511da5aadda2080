import { type IncomingHttpHeaders } from 'node:http'
import { type Readable } from 'node:stream'
import { z } from 'zod'
import { type Api, AwsError, type Input } from '../service.ts'

/** What is behind one signing name at the endpoint. */
export type Service = JsonService | RestService

/** AWS JSON 1.0 or 1.1: the operation stands in X-Amz-Target, and all else in the body. Times are seconds since 1970. */
interface JsonService {
  readonly protocol: 'json'
  readonly api: Api
}

/** The operation stands in the method and the path. */
export interface RestService {
  readonly protocol: 'rest'
  readonly api: Api
  /** Undefined when no operation is known by this method and path. Throws `AwsError`. `url` is path and query. */
  readonly route: (method: string, url: string, headers: IncomingHttpHeaders, body: Buffer) => Routed | undefined
  readonly respond: (operation: string, output: unknown) => Answer
  /** For services that write errors in their own way. */
  readonly refuse?: (error: AwsError) => Answer
}

export interface Routed {
  readonly operation: string
  readonly input: Input
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Readable
}

/** A request whose body has been read. */
export interface ReceivedRequest {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** Throws `AwsError`. */
export function routed(name: string, service: Service, request: ReceivedRequest): Routed {
  if (service.protocol === 'json') return jsonRoute(name, request)
  const found = service.route(request.method, request.url, request.headers, request.body)
  if (found === undefined) throw notModelled(`${name}: ${request.method} ${request.url}`)
  return found
}

export function answered(service: Service, { operation }: Routed, output: unknown, request: ReceivedRequest): Answer {
  if (service.protocol === 'rest') return service.respond(operation, output)
  return { status: 200, headers: { 'content-type': contentType(request) }, body: JSON.stringify(output ?? {}) }
}

export function refused(service: Service | undefined, error: AwsError, request?: ReceivedRequest): Answer {
  if (service?.protocol === 'rest' && service.refuse !== undefined) return service.refuse(error)
  const body = JSON.stringify({ __type: error.code, message: error.message, ...error.extra })
  const headers = { 'content-type': contentType(request), 'x-amzn-errortype': error.code }
  return { status: error.status, headers, body }
}

export const notModelled = (what: string) =>
  new AwsError('UnknownOperationException', `${what} is not modelled locally`, 501)

function jsonRoute(name: string, { headers, body }: ReceivedRequest): Routed {
  const operation = String(headers['x-amz-target'] ?? '').split('.')[1]
  if (operation === undefined) throw notModelled(`${name}: a request without X-Amz-Target`)
  return { operation, input: jsonInput(body) }
}

export function jsonInput(body: Buffer): Input {
  if (body.length === 0) return {}
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(body.toString()))
  } catch (error) {
    throw new AwsError('SerializationException', `The body is no JSON object: ${String(error)}`)
  }
}

/** As it was asked: services differ in the version of AWS JSON that they speak. */
function contentType(request: ReceivedRequest | undefined): string {
  const asked = request?.headers['content-type'] ?? ''
  return asked.startsWith('application/x-amz-json-') ? asked : 'application/json'
}
