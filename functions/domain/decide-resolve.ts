import type { Resolve } from './act.ts'
import { type Change, type Incident, isOpen } from './incident.ts'
import { changed } from './incident-changes.ts'
import type { Instant } from './instant.ts'

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
  const text = `resolved by ${by}: ${reason}${isAlarms(incident) ? alarmHolds : ''}`
  return { kind: 'change', change: changed(incident, to, 'resolved', at, text) }
}

/** Had its OK come, it would not be open. */
const alarmHolds = ' (its alarm still holds: the next ALARM opens a new incident)'
const isAlarms = ({ key }: Incident) => key.startsWith('alarm ')
