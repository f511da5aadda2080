import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { LampTrouble } from './driver.ts'
import { codeOf } from '../error-code.ts'
import { type PageFile, readPageFiles } from './page-files.ts'
import { PageListeners } from './page-listeners.ts'
import { whyRefused } from './page-visitors.ts'

/** More connections are refused. */
const mostConnections = 64
/** How long a request may take to arrive. Milliseconds. */
const patience = 10_000

export interface PageServerOptions {
  readonly port: number
  /** The address to listen on; by default all addresses of this machine. */
  readonly host?: string | undefined
  readonly names: readonly string[]
  /** The first events for a new screen, as `say` takes them. */
  readonly greeting: () => string
}

export interface PageServer {
  readonly port: number
  /** @param events as a browser's EventSource reads them */
  say(events: string): void
  close(): void
}

/** The page runs only code from this server, and no other site may frame it or read from it. */
const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}

/** Serves the page. Rejects with `LampTrouble`. @param lost called if the server fails later */
export async function servePage(options: PageServerOptions, lost: (trouble: LampTrouble) => void): Promise<PageServer> {
  const files = readPageFiles()
  const listeners = new PageListeners()
  const limits = { headersTimeout: patience, requestTimeout: patience, maxHeaderSize: 8192 }
  const server = createServer(limits, (request, response) => {
    const refusal = refusalOf(request, options.names)
    if (refusal !== undefined) return give(response, ...refusal)
    const path = pathOf(request)
    if (path === '/changes') return hear(response)
    const file = files.get(path)
    return file === undefined
      ? give(response, 404, text('There is no such page here. The light is at /'))
      : give(response, 200, file)
  })
  server.maxConnections = mostConnections

  const hear = (response: ServerResponse) => {
    if (listeners.isFull)
      return give(
        response,
        503,
        text('Too many screens show this light already. Close one of them, then reload this page.'),
      )
    response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' })
    listeners.add(response, options.greeting())
  }

  const port = await listen(server, options)
  server.on('error', (error) => lost(new LampTrouble(`its server stopped (${codeOf(error)})`, { cause: error })))
  return {
    port,
    say: (events) => listeners.say(events),
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function refusalOf(request: IncomingMessage, names: readonly string[]): readonly [number, PageFile] | undefined {
  const why = whyRefused(request, names)
  if (why !== undefined) return [403, text(why)]
  return request.method === 'GET' ? undefined : [405, text('This page only shows the light. Use GET.')]
}

const pathOf = ({ url = '/' }: IncomingMessage) => url.replace(/\?.*/s, '')

function give(response: ServerResponse, status: number, { type, body }: PageFile): void {
  const allow = status === 405 ? { allow: 'GET' } : {}
  response.writeHead(status, { ...headers, ...allow, 'content-type': type, 'content-length': body.length })
  response.end(body)
}

const text = (words: string): PageFile => ({ type: 'text/plain; charset=utf-8', body: Buffer.from(`${words}\n`) })

async function listen(server: Server, { port, host }: PageServerOptions): Promise<number> {
  try {
    const listening = once(server, 'listening')
    server.listen({ port, ...(host !== undefined && { host }) })
    await listening
  } catch (error) {
    throw new LampTrouble(whyNotListening(port, host, codeOf(error) ?? 'unknown reason'), { cause: error })
  }
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

function whyNotListening(port: number, host: string | undefined, code: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} is in use by another program: choose another port, or stop that program`
    case 'EACCES':
      return `no permission to listen on port ${port}: choose one from 1024 on`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this machine: correct "host" in the settings`
    default:
      return `cannot listen on port ${port} (${code})`
  }
}
