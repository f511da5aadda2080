import * as z from 'zod/mini'
import { clip } from '../../domain/clip.ts'
import { type Instant, isInstant } from '../../domain/instant.ts'
import type { ParsedAlarm } from '../../domain/parsed-message.ts'
import { believablyPast } from '../believable.ts'
import { fromStateChange } from '../cloudwatch-alarm/parse.ts'

const instant = z.custom<Instant>((value) => typeof value === 'string' && isInstant(value))

const alarmSeen = z.object({
  account: z.string(),
  region: z.string(),
  detail: z.object({
    alarmName: z.string(),
    alarmArn: z.string(),
    state: z.enum(['alarm', 'ok', 'no-data', 'deleted', 'muted', 'suppressed']),
    reason: z.string(),
    since: instant,
    seen: instant,
    event: z.looseObject({}),
    open: z.exactOptional(z.object({ incident: z.string(), line: z.string() })),
  }),
})

/** An answer of CloudWatch, as if the alarm itself had said so. Throws `ZodError`. */
export function fromAlarmSeen(message: unknown): ParsedAlarm {
  const { account, region, detail } = alarmSeen.parse(message)
  const { alarmName, alarmArn, state, reason, since, seen, event, open } = detail
  // One reader for both, so that a pattern that takes the alarm's events takes this too.
  const asEvent = { account, region, resources: [alarmArn], detail: { ...event, alarmName } }
  return {
    ...fromStateChange(asEvent, seen),
    state,
    reason: clip(reason, 1000),
    at: believablyPast(since, seen),
    seen,
    ...(open && { open }),
  }
}
