import type { EndStop } from './act.ts'
import { alarmOfKey } from './alarm-key.ts'
import type { Change, Incident } from './incident.ts'
import { changed } from './incident-changes.ts'
import { notClearedInWords } from './run-changes.ts'
import type { Instant } from './instant.ts'

export type StartDecision =
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'ignore'; readonly because: 'not-stopped' | 'stopped-since' }

/**
 * What it means for an incident that stops the line when somebody starts it again. Where a person had stopped it, that is
 * over. What stopped the line by itself stays open as a call for help, and who starts the line has it in hand, unless
 * somebody has answered: only its alarm, or a person who says so of it alone, ends it.
 */
export function decideEndStop(incident: Incident, { id, by, reason, at }: EndStop, now: Instant): StartDecision {
  if (incident.state !== 'stop') return { kind: 'ignore', because: 'not-stopped' }
  // The start may come late, or once more after hours: it is about no stop that came after it.
  if (incident.stopped !== undefined && incident.stopped.at > at) return { kind: 'ignore', because: 'stopped-since' }
  const said = `${by} starts the line again${reason && `: ${reason}`}`
  if (incident.stopped?.by !== undefined) {
    const to = { state: 'resolved', resolvedAt: now, resolvedBy: by } as const
    return { kind: 'change', change: changed(incident, to, 'resolved', now, said) }
  }
  const answer = { acknowledgedBy: by, acknowledgedAt: now, answer: id }
  const isNew = incident.acknowledgedBy === undefined
  const text = `${said}; ${whyItStays(incident)}${isNew ? `, and ${by} is on it` : ''}`
  return {
    kind: 'change',
    change: changed(incident, { state: 'help', ...(isNew && answer) }, 'started', now, text),
  }
}

const whyItStays = (incident: Incident): string =>
  alarmOfKey(incident.key) === undefined && incident.source === undefined
    ? 'the call for help stays open'
    : notClearedInWords(incident)

/** A sender's clock may be a little ahead: no stop is later than when it is written. */
export function noLaterThan(change: Change, now: Instant): Change {
  const { before, after, entry } = change
  if (after.stopped === undefined || after.stopped.at <= now || before?.stopped !== undefined) return change
  const incident = { ...after, stopped: { ...after.stopped, at: now } }
  return { ...change, after: incident, entry: { ...entry, incident } }
}
