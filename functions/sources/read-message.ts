import * as z from 'zod/mini'
import { $ZodError } from 'zod/v4/core'
import type { ParsedMessage } from '../domain/parsed-message.ts'
import type { Instant } from '../domain/instant.ts'
import { Unusable } from '../domain/place.ts'
import type { Rule } from './source.ts'
import { sources } from './sources.ts'

/** What every message says of itself: an event with its type, and a wrapped MQTT message without one. */
const anEnvelope = z.object({ 'detail-type': z.optional(z.string()), source: z.string() })

/**
 * A message on the signals queue. Throws `Unusable`, whose message says what is wrong, where, and what to do.
 * @param arrived when it came here: a time far from it is not believed
 */
export function readMessage(body: string, arrived: Instant): ParsedMessage {
  const message = json(body)
  try {
    return read(message, arrived)
  } catch (error) {
    if (error instanceof $ZodError) throw new Unusable(explained(error, message))
    if (error instanceof RangeError)
      throw new Unusable(`the message has an invalid timestamp (${error.message}); see docs/contracts.md for its shape`)
    throw error
  }
}

/** The envelope tells whose message it is; what is in it is for the parser of its source. */
function read(message: unknown, arrived: Instant): ParsedMessage {
  const envelope = anEnvelope.safeParse(message)
  if (!envelope.success) {
    throw new Unusable(
      'the message is malformed: it names no source; send one EventBridge event as EventBridge delivers it',
    )
  }
  const { source, 'detail-type': type } = envelope.data
  const found = Object.values(sources).find(({ rule }) => brings(rule, source, type))
  if (found !== undefined) return found.parse(message, arrived)
  const what = type === undefined ? 'a message' : `the event "${type}"`
  throw new Unusable(`Andon does not know ${what} from ${source}; remove it from the rule that sends it`)
}

function brings(rule: Rule, source: string, type: string | undefined): boolean {
  if (rule.kind === 'configured') return type !== undefined
  if (rule.kind === 'topic') return type === undefined && rule.source === source
  if (rule.kind === 'direct') return type === rule['detail-type'] && rule.source === source
  const { source: sources, 'detail-type': types } = rule.pattern
  return type !== undefined && types.includes(type) && (sources === undefined || sources.includes(source))
}

function json(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw new Unusable('the message is not JSON; send one EventBridge event as EventBridge delivers it')
  }
}

function explained(error: $ZodError, message: unknown): string {
  const what = anEnvelope.safeParse(message)
  const type = what.data?.['detail-type']
  const subject = type === undefined ? 'the message' : `the event "${type}"`
  const problems = error.issues.map(({ path, message: problem }) => `${path.join('.') || 'it'}: ${problem}`)
  return `${subject} is malformed: ${problems.slice(0, 5).join('; ')}; see docs/contracts.md for its shape`
}
