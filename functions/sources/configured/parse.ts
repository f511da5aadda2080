import * as z from 'zod/mini'
import { type Instant, instant } from '../../domain/instant.ts'
import type { ParsedEvent } from '../../domain/parsed-message.ts'
import { believablyPast } from '../believable.ts'

const name = z.string().check(z.minLength(1), z.maxLength(256))

/** What every event has; the rest is for the paths of the config. */
const anyEvent = z.looseObject({
  id: name,
  source: name,
  'detail-type': name,
  account: z.string().check(z.regex(/^\d{12}$/, 'not the id of an account')),
  region: z.string().check(z.regex(/^[a-z]+(-[a-z0-9]+)+$/, 'not a region')),
  time: z.string(),
  detail: z.unknown(),
})

/** Any event of EventBridge. Throws `ZodError`, or `RangeError` for a time that is none. */
export function fromAnyEvent(message: unknown, arrived: Instant): ParsedEvent {
  const event = anyEvent.parse(message)
  const { id, source, 'detail-type': type, account, region, time } = event
  const at = believablyPast(instant(new Date(time)), arrived)
  return { kind: 'event', id, source, type, account, region, at, event }
}
