import type { AlarmSeen } from './alarm-seen.ts'
import type { Instant } from './instant.ts'

/** How CloudWatch describes an alarm. */
export interface DescribedAlarm extends Pick<AlarmSeen, 'origin' | 'name' | 'arn' | 'reason' | 'event'> {
  readonly state: 'alarm' | 'ok' | 'no-data'
  /** When it came to be in this state. */
  readonly since: Instant
  /** Why the actions of a composite alarm are suppressed, while they are. */
  readonly suppressed?: string
}

/**
 * How it stands, as an answer of CloudWatch.
 * @param mutedBy the mute rule that is active for it, if one is
 * @param seen when CloudWatch was asked
 */
export function seenOf(
  { suppressed, ...alarm }: DescribedAlarm,
  mutedBy: string | undefined,
  seen: Instant,
): Omit<AlarmSeen, 'open'> {
  // Since when it is muted nobody says; as of now it is.
  if (alarm.state === 'alarm' && mutedBy !== undefined)
    return { ...alarm, state: 'muted', reason: `by ${mutedBy}`, since: seen, seen }
  if (alarm.state === 'alarm' && suppressed !== undefined)
    return { ...alarm, state: 'suppressed', reason: suppressed, since: seen, seen }
  return { ...alarm, seen }
}

/** An alarm that CloudWatch does not know any more. */
export function goneOf({ origin, name, arn }: Pick<AlarmSeen, 'origin' | 'name' | 'arn'>, seen: Instant) {
  const event = { alarmName: name, state: { value: 'INSUFFICIENT_DATA', timestamp: seen } }
  return { origin, name, arn, state: 'deleted', reason: '', since: seen, seen, event } as const
}
