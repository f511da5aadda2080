import { type IncomingMessage } from 'node:http'
import { z } from 'zod'

/** Bytes; a message is far smaller. */
const largestBody = 1024 * 1024

/** Rejects when it is larger than any message. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    length += chunk.length
    if (length > largestBody) throw new Error('a body of over 1 MB')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

/**
 * A method's arguments, sent as a form (what is structured is JSON within it) or as JSON. The token may come as one of
 * them or in the Authorization header.
 */
export function argumentsOf(request: IncomingMessage, body: string): Readonly<Record<string, unknown>> {
  const bearer = /^Bearer (?<token>.+)$/i.exec(request.headers.authorization ?? '')?.groups?.['token']
  const given = request.headers['content-type']?.startsWith('application/json')
    ? jsonArguments(body)
    : formArguments(body)
  return bearer === undefined ? given : { ...given, token: bearer }
}

const jsonArguments = (body: string) => z.record(z.string(), z.unknown()).parse(JSON.parse(body))

function formArguments(body: string): Record<string, unknown> {
  const fields = [...new URLSearchParams(body)].map(([name, value]) => [name, structured(name) ? parsed(value) : value])
  return Object.fromEntries(fields)
}

const structured = (name: string) => name === 'blocks' || name === 'metadata' || name === 'attachments'

/** What is not JSON stays as it is, and is refused by the method for its form. */
function parsed(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
