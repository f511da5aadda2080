import * as z from 'zod/mini'
import { $ZodError } from 'zod/v4/core'
import type { Fact } from '../domain/fact.ts'
import type { Instant } from '../domain/instant.ts'
import { Unusable } from '../domain/place.ts'
import { fromAnswerEvent } from './bus-answer/parse.ts'
import { fromAlarmEvent } from './cloudwatch-alarm/parse.ts'
import { fromCordEvent, fromCordMessage } from './cord/parse.ts'

const anEvent = z.object({ 'detail-type': z.string(), source: z.string() })

/**
 * A message on the signals queue. Throws `Unusable`, whose message says what is wrong, where, and what to do.
 * @param arrived when it came here: whoever tells a time far from it is not believed
 */
export function toFact(body: string, arrived: Instant): Fact {
  const message = json(body)
  try {
    return read(message, arrived)
  } catch (error) {
    if (error instanceof $ZodError) throw new Unusable(explained(error, message))
    if (error instanceof RangeError) throw new Unusable(`a time in the message is none: ${error.message}`)
    throw error
  }
}

function read(message: unknown, arrived: Instant): Fact {
  const event = anEvent.safeParse(message)
  if (!event.success) return fromCordMessage(message)

  const { source, 'detail-type': type } = event.data
  if (source === 'aws.cloudwatch' && type === 'CloudWatch Alarm State Change') return fromAlarmEvent(message)
  if (type === 'Cord Pulled') return fromCordEvent(message, arrived)
  if (type === 'Call Answered') return fromAnswerEvent(message)
  // Somebody edited an alarm: whether it fires is told by another event.
  if (type === 'CloudWatch Alarm Configuration Change') return { kind: 'nothing', because: 'configuration-change' }
  throw new Unusable(
    `nobody here understands the event "${type}" from ${source}; take it out of the rule that sends it`,
  )
}

function json(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw new Unusable('the message is not JSON; send one EventBridge event as EventBridge delivers it')
  }
}

function explained(error: $ZodError, message: unknown): string {
  const what = anEvent.safeParse(message)
  const subject = what.success ? `the event "${what.data['detail-type']}"` : 'the message'
  const problems = error.issues.map(({ path, message: problem }) => `${path.join('.') || 'it'}: ${problem}`)
  return `${subject} is malformed: ${problems.slice(0, 5).join('; ')}; see docs/contracts.md for its shape`
}
