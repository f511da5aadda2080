import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { z } from 'zod'

/** An alert, as the imitated PagerDuty holds it. */
export interface PagerAlert {
  readonly key: string
  readonly summary: string
  /** What it was told of it, one after the other. */
  readonly heard: readonly ('trigger' | 'acknowledge' | 'resolve')[]
  readonly details: Readonly<Record<string, unknown>>
}

export interface Pager {
  /** The oldest first. */
  alerts(): readonly PagerAlert[]
  /** Lets the next requests fail with this status, or end without an answer once they are done. */
  failNext(fault: number | 'cut', errors?: readonly string[]): void
  /** `url` is the host of its Events API. */
  /** @param port 0 takes any free one */
  listen(port: number): Promise<{ readonly port: number; readonly url: string; close(): Promise<void> }>
}

const key = z.string().length(32, "Length of 'routing_key' is incorrect (should be 32 characters)")
const about = { routing_key: key, dedup_key: z.string().min(1).max(255) }
const event = z.discriminatedUnion('event_action', [
  z.object({
    ...about,
    event_action: z.literal('trigger'),
    payload: z.object({
      summary: z.string().min(1).max(1024),
      source: z.string().min(1),
      severity: z.enum(['critical', 'error', 'warning', 'info']),
      timestamp: z.iso.datetime().optional(),
      component: z.string().optional(),
      custom_details: z.record(z.string(), z.unknown()).default({}),
    }),
  }),
  z.object({ ...about, event_action: z.enum(['acknowledge', 'resolve']) }),
])
type PagerEvent = z.infer<typeof event>

/** An imitated PagerDuty: its Events API v2, for one service. */
export function createPager({
  key: right,
  log,
}: {
  readonly key: string
  readonly log: (line: string) => void
}): Pager {
  const alerts: PagerAlert[] = []
  const faults: { readonly fault: number | 'cut'; readonly errors: readonly string[] }[] = []

  const take = (said: PagerEvent) => {
    const index = alerts.findLastIndex((alert) => alert.key === said.dedup_key && alert.heard.at(-1) !== 'resolve')
    const open = alerts[index]
    if (open !== undefined) alerts[index] = { ...open, heard: [...open.heard, said.event_action] }
    else if (said.event_action === 'trigger') {
      const { summary, custom_details: details } = said.payload
      alerts.push({ key: said.dedup_key, summary, heard: ['trigger'], details })
    }
    log(`PagerDuty: ${said.event_action} ${said.dedup_key}`)
  }

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request)
    const { fault, errors = [] } = faults.shift() ?? {}
    if (typeof fault === 'number') return void answer(response, fault, { status: 'refused', errors })
    const { data, error } = event.safeParse(jsonOf(body))
    if (request.method !== 'POST' || request.url !== '/v2/enqueue') return void answer(response, 404, {})
    if (data === undefined || data.routing_key !== right) {
      const why = error?.issues.map(({ message }) => message) ?? ["Invalid 'routing_key'"]
      return void answer(response, 400, { status: 'invalid event', message: 'Event object is invalid', errors: why })
    }
    take(data)
    if (fault === 'cut') request.socket.destroy()
    else answer(response, 202, { status: 'success', message: 'Event processed', dedup_key: data.dedup_key })
  }

  return {
    alerts: () => alerts,
    failNext: (fault, errors = []) => void faults.push({ fault, errors }),
    listen: (port) => listen(port, handle, log),
  }
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

const answer = (response: ServerResponse, status: number, body: object) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

async function listen(
  port: number,
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  log: (line: string) => void,
) {
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      log(`PagerDuty: ${String(error)}`)
      answer(response, 500, {})
    })
  })
  await once(server.listen(port, '127.0.0.1'), 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the imitated PagerDuty has no port')
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
