import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type CloudClock } from '@andon/local-cloud/clock.ts'
import { SlackChannels, type SlackMessage, SlackMessages } from './slack/messages.ts'
import { type Method, slackMethods } from './slack/methods.ts'
import { argumentsOf, bodyOf } from './slack/request.ts'
import { type Store } from '@andon/local-cloud/store.ts'

export { type SlackMessage } from './slack/messages.ts'

export interface SlackProps {
  readonly store: Store
  readonly clock: CloudClock
  /** The bot token that is let in. */
  readonly token: string
  /** Names, with or without '#'. */
  readonly channels: readonly string[]
  readonly log: (line: string) => void
}

/**
 * An HTTP status to reply with, without doing anything; an error by Slack's name for it; or whatever a proxy may say with
 * status 200. `cut`: it is done, but the connection ends without a reply.
 */
export type SlackFault = number | 'cut' | { readonly error: string } | { readonly body: string }

export interface Slack {
  /** Serves a request to `…/<method>`, whatever stands before. Resolves when it is answered. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** @param port 0 takes any free one. `url` is what a WebClient takes as its `slackApiUrl`. */
  listen(port: number): Promise<{ readonly port: number; readonly url: string; close(): Promise<void> }>
  /** As the service holds them now, the oldest first; undefined for an unknown channel. By name or id. */
  messages(channel: string): SlackMessage[] | undefined
  /** Lets the next requests fail, after those that already wait to fail. */
  failNext(fault: SlackFault, times?: number): void
  /** What its admins may change at any time. */
  readonly workspace: Workspace
}

export interface Workspace {
  /** The only bot token that is let in. */
  token: string
  /** Whether messages may still be changed. */
  mayEdit: boolean
}

/**
 * An imitated Slack: chat.postMessage (1 a second and channel), chat.update (50 a minute and channel),
 * chat.delete, conversations.history and auth.test.
 */
export function createSlack({ store, clock, token, channels: names, log }: SlackProps): Slack {
  const messages = new SlackMessages(store, clock)
  const channels = new SlackChannels(names)
  const workspace: Workspace = { token, mayEdit: true }
  const methods = slackMethods(messages, channels, clock, workspace)
  const faults: SlackFault[] = []

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await bodyOf(request)
    const fault = faults.shift()
    if (fault !== undefined && fault !== 'cut') return send(response, faulty(fault))
    const answer = answerTo(request, body, { methods, workspace, log })
    if (fault === 'cut') request.socket.destroy()
    else send(response, answer)
  }

  return {
    handle,
    listen: (port) => listen(port, handle, log),
    messages(channel) {
      const id = channels.byIdOrName(channel)
      return id === undefined ? undefined : messages.of(id)
    },
    failNext(fault, times = 1) {
      for (let left = times; left > 0; left--) faults.push(fault)
    },
    workspace,
  }
}

interface Parts extends Pick<Slack, 'workspace'>, Pick<SlackProps, 'log'> {
  readonly methods: ReadonlyMap<string, Method>
}

function answerTo(request: IncomingMessage, body: string, { methods, workspace, log }: Parts): Answer {
  const name = new URL(request.url ?? '/', 'http://localhost').pathname.split('/').at(-1) ?? ''
  const { token: given, ...rest } = argumentsOf(request, body)
  if (given === undefined) return json({ ok: false, error: 'not_authed' })
  if (given !== workspace.token) return json({ ok: false, error: 'invalid_auth' })
  const method = methods.get(name)
  if (method === undefined) {
    log(`Slack: the method ${name} is not imitated`)
    return json({ ok: false, error: 'unknown_method' })
  }
  const result = method(rest)
  if (!('retryAfter' in result)) return json(result)
  return tooFast(Number(result['retryAfter']))
}

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What the imitated bot has been given; Slack says it with every answer. */
const scopes = 'chat:write,channels:history'

const json = (body: unknown, status = 200, headers = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'x-oauth-scopes': scopes, ...headers },
  body: JSON.stringify(body),
})
const tooFast = (seconds: number) => json({ ok: false, error: 'ratelimited' }, 429, { 'retry-after': String(seconds) })

function faulty(fault: Exclude<SlackFault, 'cut'>): Answer {
  if (fault === 429) return tooFast(1)
  if (typeof fault === 'number') return { status: fault, headers: plainText, body: `status ${fault}` }
  return 'error' in fault
    ? json({ ok: false, error: fault.error })
    : { status: 200, headers: plainText, body: fault.body }
}
const plainText = { 'content-type': 'text/plain' }

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers).end(body)
}

async function listen(port: number, handle: Slack['handle'], log: SlackProps['log']) {
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      log(`Slack: ${request.url}: ${String(error)}`)
      send(response, faulty(500))
    })
  })
  await once(server.listen(port, '127.0.0.1'), 'listening')
  const address = server.address()
  const taken = typeof address === 'object' && address !== null ? address.port : port
  return {
    port: taken,
    url: `http://127.0.0.1:${taken}/api/`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
