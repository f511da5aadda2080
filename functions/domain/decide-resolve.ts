import type { Resolve } from './act.ts'
import { alarmOfKey } from './alarm-key.ts'
import { type Change, type Incident, isOpen } from './incident.ts'
import { changed } from './incident-changes.ts'
import { type Instant, inWords } from './instant.ts'

export type ResolveDecision =
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'ignore'; readonly because: 'resolved' }

/**
 * What it means that a person says an incident is over: that it is, also for the machine that works on it. What is
 * remembered of its key stays, so the ALARM that opened it opens nothing again, and the next one does.
 */
export function decideResolve(
  incident: Incident,
  { by, reason }: Pick<Resolve, 'by' | 'reason'>,
  at: Instant,
): ResolveDecision {
  // Delivered again, or somebody was quicker: over is over.
  if (!isOpen(incident)) return { kind: 'ignore', because: 'resolved' }
  const to = { state: 'resolved', resolvedAt: at, resolvedBy: by } as const
  const text = `resolved by ${by}: ${reason}${ofItsAlarm(incident)}`
  return { kind: 'change', change: changed(incident, to, 'resolved', at, text) }
}

/** What is known of its alarm, if it has one: had that cleared, it would not be open. */
function ofItsAlarm({ key, noDataSince }: Incident): string {
  if (alarmOfKey(key) === undefined) return ''
  const standing = noDataSince === undefined ? 'still holds' : `has no data since ${inWords(noDataSince)}`
  return ` (its alarm ${standing}: the next ALARM opens a new incident)`
}
