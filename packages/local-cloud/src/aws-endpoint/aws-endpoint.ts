import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type CallCount, CallCounts, callerName } from './calls.ts'
import { type Clients, forwarded, namedCall, type Outside, refusedElsewhere } from './elsewhere.ts'
import { refuseExpired } from './presigned.ts'
import { askHttpApi, type HttpApis } from './http-api-door.ts'
import { bodyOf, queryOf, refuseBrowsers, signerOf } from './request.ts'
import type { CloudClock } from '../clock.ts'
import type { Input, Permission } from '../api.ts'
import { AwsError } from '../aws-error.ts'
import type { Caller } from '../caller.ts'
import { NotModelled } from '../not-modelled.ts'
import type { WireReply, Protocol, ReceivedRequest } from '../wire/protocol.ts'
import { protocolOf, type Service, unknownProtocol } from '../wire/wire.ts'

export { type Service } from '../wire/wire.ts'
export { type CallCount } from './calls.ts'

export interface AwsEndpointProps {
  /** 0 takes any free one. */
  readonly port: number
  /** By signing name. Looked at with each request, so that services may be added once the port is known. */
  readonly services: ReadonlyMap<string, Service>
  /** By id; looked at with each request too. */
  readonly httpApis?: HttpApis
  /** Tells whether a presigned URL is still open. */
  readonly clock: CloudClock
  /** Throws `AwsError` when the caller lacks one of the permissions. */
  readonly authorize: (caller: Caller, permissions: readonly Permission[]) => void
  /**
   * The same for a call to a service that is not imitated, of which it is not known on what it needs the permission.
   * `named` are the ARNs that its input names, if any.
   */
  readonly authorizeElsewhere: (caller: Caller, action: string, named: readonly string[]) => void
  /** The URL that plays what is not imitated; without it, calls to that are refused. */
  readonly elsewhere?: string | undefined
  /** Which calls of an imitated service are about what is outside of the template, and so not imitated; none unless told. */
  readonly outside?: Outside | undefined
  /** Clients of services that are not imitated, where no package has them. */
  readonly clientsElsewhere?: Clients | undefined
  /** Hears of what is refused or has failed, never of what went well. */
  readonly log: (line: string) => void
}

export interface AwsCall {
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
  onCall(listener: (call: AwsCall) => void): () => void
  close(): Promise<void>
}

/** One HTTP endpoint for all AWS services, on 127.0.0.1: for any SDK and the `aws` command. */
export async function createAwsEndpoint(props: AwsEndpointProps): Promise<AwsEndpoint> {
  const counts = new CallCounts()
  const listeners = new Set<(call: AwsCall) => void>([
    ({ service, operation, caller }) => counts.add(service, operation, caller),
  ])
  const tell = (call: AwsCall) => listeners.forEach((listener) => listener(call))
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
async function serve(
  props: AwsEndpointProps,
  tell: (call: AwsCall) => void,
  request: IncomingMessage,
): Promise<WireReply> {
  let protocol: Protocol | undefined
  let asked = `${request.method} ${request.url}`
  try {
    refuseBrowsers(request.headers)
    const received = await receivedFrom(request)
    const fromHttpApi = askHttpApi(props.httpApis, received)
    if (fromHttpApi !== undefined) return await fromHttpApi
    const query = queryOf(request.url ?? '/')
    const signer = signerOf(request.headers, query)
    asked = `${callerName(signer.caller)} → ${signer.service}`
    const service = props.services.get(signer.service)
    if (service === undefined || props.outside?.(signer.caller, signer.service)) {
      // Else the client could not read why it is refused.
      if (service !== undefined) protocol = await protocolOf(service)
      const call = await namedCall(signer.service, received, props.clientsElsewhere)
      asked = `${asked}:${call.operation}`
      tell({ operation: call.operation, input: call.input, ...signer })
      props.authorizeElsewhere(signer.caller, call.action, call.arns)
      if (props.elsewhere !== undefined) return await forwarded(props.elsewhere, received)
      throw refusedElsewhere(signer.service, call.action, { isImitated: service !== undefined })
    }
    protocol = await protocolOf(service)
    refuseExpired(query, props.clock.now())
    const { operation, input } = protocol.read(received)
    asked = `${asked}:${operation.name}`
    tell({ operation: operation.name, input, ...signer })
    props.authorize(signer.caller, service.api.permissionsFor(operation.name, input))
    return protocol.answer(operation, await service.api.call(operation.name, input, signer.caller))
  } catch (error) {
    const refusal = asAwsError(error)
    if (refusal.status >= 500 || refusal.status === 403 || refusal.code.startsWith('AccessDenied')) {
      props.log(`AWS endpoint: ${asked}: ${refusal.code}: ${refusal === error ? refusal.message : stackOf(error)}`)
    }
    return (protocol ?? unknownProtocol(request.headers)).refuse(refusal)
  }
}

async function receivedFrom(request: IncomingMessage): Promise<ReceivedRequest> {
  const { method = 'GET', url = '/', headers } = request
  return { method, url, headers, body: await bodyOf(request) }
}

function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error
  if (error instanceof NotModelled) return new AwsError('UnknownOperationException', error.message, 501)
  return new AwsError('InternalFailure', error instanceof Error ? error.message : String(error), 500)
}

const stackOf = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error))

function send(response: ServerResponse, { status, headers, body }: WireReply, log: AwsEndpointProps['log']): void {
  // What was not read to its end cannot be followed by another request on the same connection.
  const connection = status === 413 ? { connection: 'close' } : {}
  response.writeHead(status, { 'x-amzn-requestid': randomUUID(), ...headers, ...connection })
  if (!(body instanceof Readable)) response.end(body)
  else pipeline(body, response).catch((error: unknown) => log(`AWS endpoint: a reply broke off: ${String(error)}`))
}
