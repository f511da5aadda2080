import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { type CallCount, CallCounts, callerName } from './aws-endpoint/calls.ts'
import {
  type Answer,
  answered,
  notModelled,
  type ReceivedRequest,
  refused,
  routed,
  type Service,
} from './aws-endpoint/protocols.ts'
import { bodyOf, refuseBrowsers, signerOf } from './aws-endpoint/request.ts'
import { AwsError, type Caller, type Input, NotModelled, type Permission } from './service.ts'

export { type Service } from './aws-endpoint/protocols.ts'
export { type CallCount } from './aws-endpoint/calls.ts'

export interface AwsEndpointProps {
  /** 0 takes any free one. */
  readonly port: number
  /** By signing name. Looked at with each request, so that services may be added once the port is known. */
  readonly services: ReadonlyMap<string, Service>
  /** Throws `AwsError` when the caller lacks one of the permissions. */
  readonly authorize: (caller: Caller, permissions: readonly Permission[]) => void
  /** Hears of what is refused or has failed, never of what went well. */
  readonly log: (line: string) => void
}

export interface Call {
  readonly service: string
  readonly operation: string
  readonly caller: Caller
  readonly input: Input
}

export interface AwsEndpoint {
  readonly port: number
  /** For `--endpoint-url`, without a slash at the end. */
  readonly url: string
  /** All calls since the start, also those that were refused. */
  calls(): CallCount[]
  /** Calls `listener` with every call before it is looked at any further. Returns the way to stop that. */
  onCall(listener: (call: Call) => void): () => void
  close(): Promise<void>
}

/** One HTTP endpoint for all AWS services, on 127.0.0.1: for any SDK and the `aws` command. */
export async function createAwsEndpoint(props: AwsEndpointProps): Promise<AwsEndpoint> {
  const counts = new CallCounts()
  const listeners = new Set<(call: Call) => void>([
    ({ service, operation, caller }) => counts.add(service, operation, caller),
  ])
  const tell = (call: Call) => listeners.forEach((listener) => listener(call))
  const server = createServer((request, response) => {
    void serve(props, tell, request).then((answer) => send(response, answer, props.log))
  })
  await once(server.listen(props.port, '127.0.0.1'), 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : props.port
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    calls: () => counts.all(),
    onCall(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** Always resolves: whatever goes wrong becomes the answer. */
async function serve(props: AwsEndpointProps, tell: (call: Call) => void, request: IncomingMessage): Promise<Answer> {
  let service: Service | undefined
  let received: ReceivedRequest | undefined
  let asked = `${request.method} ${request.url}`
  try {
    refuseBrowsers(request.headers)
    const signer = signerOf(request.headers, request.url ?? '/')
    asked = `${callerName(signer.caller)} → ${signer.service}`
    received = {
      method: request.method ?? 'GET',
      url: request.url ?? '/',
      headers: request.headers,
      body: await bodyOf(request),
    }
    service = props.services.get(signer.service)
    if (service === undefined) throw notModelled(`The AWS service ${signer.service}`)
    const call = routed(signer.service, service, received)
    asked = `${asked}:${call.operation}`
    tell({ ...call, ...signer })
    props.authorize(signer.caller, service.api.permissionsFor(call.operation, call.input))
    return answered(service, call, await service.api.call(call.operation, call.input, signer.caller), received)
  } catch (error) {
    const refusal = asAwsError(error)
    if (refusal.status >= 500 || refusal.status === 403 || refusal.code.startsWith('AccessDenied')) {
      props.log(`AWS endpoint: ${asked}: ${refusal.code}: ${refusal === error ? refusal.message : stackOf(error)}`)
    }
    return refused(service, refusal, received)
  }
}

function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error
  if (error instanceof NotModelled) return new AwsError('UnknownOperationException', error.message, 501)
  return new AwsError('InternalFailure', error instanceof Error ? error.message : String(error), 500)
}

const stackOf = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error))

function send(response: ServerResponse, { status, headers, body }: Answer, log: AwsEndpointProps['log']): void {
  // What was not read to its end cannot be followed by another request on the same connection.
  const connection = status === 413 ? { connection: 'close' } : {}
  response.writeHead(status, { ...headers, ...connection, 'x-amzn-requestid': randomUUID() })
  if (typeof body === 'string') response.end(body)
  else pipeline(body, response).catch((error: unknown) => log(`AWS endpoint: an answer broke off: ${String(error)}`))
}
