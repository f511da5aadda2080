import type { ServerResponse } from 'node:http'

/** What a door gives back. */
export type DoorReply = Whole | Stream
export interface Whole {
  readonly kind: 'whole'
  readonly status: number
  readonly type: string
  readonly body: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}
export interface Stream {
  readonly kind: 'stream'
  readonly type: string
  /** Takes over once the head of the answer is written. */
  readonly begin: (response: ServerResponse) => void
}

/** The door does not do what was asked; `message` says why, `remedy` what to do instead. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly status: number
  readonly remedy: string
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, message: string, remedy: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.status = status
    this.remedy = remedy
    this.headers = headers
  }
}

/** The remedy for a name that is not there. @param what in the plural */
export const thereAre = (what: string, names: readonly string[]) =>
  names.length > 0 ? `The ${what} are: ${names.join(', ')}.` : `There are no ${what}.`

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Whole {
  const body = `${JSON.stringify(value, undefined, 2)}\n`
  return { kind: 'whole', status, type: 'application/json; charset=utf-8', body, headers }
}

/** The page runs what this server serves and nothing else, and no other site may frame it or read from it. */
const safety = {
  'content-security-policy':
    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}

/** @param headOnly whether only the head was asked for */
export function give(response: ServerResponse, answer: DoorReply, headOnly: boolean): void {
  if (answer.kind === 'whole') {
    const length = String(Buffer.byteLength(answer.body))
    response.writeHead(answer.status, {
      ...safety,
      'content-type': answer.type,
      'content-length': length,
      ...answer.headers,
    })
    response.end(headOnly ? undefined : answer.body)
    return
  }
  response.writeHead(200, { ...safety, 'content-type': answer.type })
  if (headOnly) {
    response.end()
    return
  }
  // Else the head would wait for the first thing that is said.
  response.flushHeaders()
  answer.begin(response)
}
