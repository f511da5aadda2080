import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { portOf } from './port.ts'

/** One invocation, as the runtime client receives it. */
export interface Invocation {
  readonly requestId: string
  /** JSON. */
  readonly payload: string
  /** As it was asked for, qualifier included. */
  readonly arn: string
}

/** What an execution environment says through its Runtime API. Bodies are as the runtime client wrote them. */
export interface RuntimeListener {
  /** It waits for an invocation. */
  ready(): void
  answered(requestId: string, body: string): void
  failed(requestId: string, body: string): void
  /** The handler could not be loaded. */
  initFailed(body: string): void
}

/** Lambda's Runtime API (2018-06-01) on loopback, for one execution environment. */
export class RuntimeApi {
  readonly #listener: RuntimeListener
  readonly #server = createServer((request, response) => void this.#take(request, response))
  /** The question for the next invocation, while it is open. */
  #next: ServerResponse | undefined

  constructor(listener: RuntimeListener) {
    this.#listener = listener
    // An idle environment keeps its connection for as long as it likes.
    this.#server.keepAliveTimeout = 0
  }

  /** `host:port`, for AWS_LAMBDA_RUNTIME_API. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(0, '127.0.0.1', resolve)
    })
    return `127.0.0.1:${portOf(this.#server)}`
  }

  get waiting(): boolean {
    return this.#next !== undefined
  }

  /** Answers the open question. Call only while `waiting`. */
  give({ requestId, payload, arn }: Invocation, timeoutSeconds: number): void {
    const next = this.#next
    this.#next = undefined
    next?.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': requestId,
      // The handler reckons its remaining time by the machine's clock, whatever clock this cloud goes by.
      'lambda-runtime-deadline-ms': Date.now() + timeoutSeconds * 1000,
      'lambda-runtime-invoked-function-arn': arn,
      'lambda-runtime-trace-id': `Root=1-00000000-${requestId.replaceAll('-', '').slice(0, 24)};Sampled=0`,
    })
    next?.end(payload)
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? ''
    if (path.endsWith('/invocation/next')) {
      this.#next = response
      response.on('close', () => {
        if (this.#next === response) this.#next = undefined
      })
      this.#listener.ready()
      return
    }
    const body = (await buffer(request)).toString()
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}')
    this.#hear(path, body)
  }

  #hear(path: string, body: string): void {
    if (path.endsWith('/init/error')) return this.#listener.initFailed(body)
    const [, requestId = '', what] = /\/invocation\/([^/]+)\/(response|error)$/.exec(path) ?? []
    if (what === 'response') this.#listener.answered(requestId, body)
    if (what === 'error') this.#listener.failed(requestId, body)
  }
}
