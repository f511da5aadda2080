import type { IncomingMessage } from 'node:http'
import type { z } from 'zod'
import { Refused } from './door-reply.ts'

/** An array of some hundred events fits; EventBridge itself takes 1 MB a request. */
const mostBytes = 1024 * 1024

/** The request's body as JSON; undefined when it has none, which only DELETE may lack. Rejects with `Refused` when it is too long, not UTF-8 or not JSON. */
export async function jsonBody(request: IncomingMessage): Promise<unknown> {
  const text = asText(await bytesOf(request))
  if (text === '' && request.method === 'DELETE') return undefined
  try {
    return JSON.parse(text)
  } catch (error) {
    // The parser's message says where: "… at position 17 (line 2 column 3)".
    const where = error instanceof Error ? error.message : String(error)
    throw new Refused(400, `The body is not JSON: ${where}.`, 'Send one JSON value, in double quotes and UTF-8.')
  }
}

/** What was sent, if it has this form. Throws `Refused` with what is wrong where. */
export function readAs<T>(form: z.ZodType<T>, body: unknown, cannot: string, remedy: string): T {
  const parsed = form.safeParse(body)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the body'}: ${message}`)
  throw new Refused(400, `${cannot}: ${problems.join('; ')}.`, remedy)
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk)
    length += bytes.length
    if (length > mostBytes) {
      throw new Refused(413, `The body is longer than ${mostBytes} bytes.`, 'Send it in several requests.')
    }
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

function asText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Refused(400, 'The body is not UTF-8.', 'Send JSON in UTF-8.')
  }
}
