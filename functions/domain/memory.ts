import type { Pull } from './act.ts'
import { type Change, type Incident, isOpen } from './incident.ts'
import { type Instant, minutesBefore } from './instant.ts'
import type { Signal } from './signal.ts'

/** What is remembered of a key, also while nothing is open: so a late signal is not taken for a new one. */
export interface Memory {
  /** Time and id of the newest signal that counted. */
  readonly at: Instant
  readonly signal: string
  /** The incident that the key opened last. */
  readonly incident?: Incident
  /** When a playbook was started for this key, within the last hour. */
  readonly starts: readonly Instant[]
  /** When an incident was opened for this key, or opened again, within the last hour. */
  readonly openings: readonly Instant[]
}

export type Decision =
  /** Nothing is to be kept. */
  | { readonly kind: 'ignore'; readonly because: 'stale' | 'repeated' | 'no-data' | 'nothing-open' | 'not-due' }
  /** Only the memory changes, so that a late signal from before this one is known to be stale. */
  | { readonly kind: 'note'; readonly because: 'already-open' | 'nothing-open'; readonly memory: Memory }
  | { readonly kind: 'change'; readonly change: Change; readonly memory: Memory }

export const openIncidentOf = (known: Memory | undefined): Incident | undefined =>
  known?.incident && isOpen(known.incident) ? known.incident : undefined

/** Of the times that a memory keeps, those within the hour before. */
export const withinTheHour = (times: readonly Instant[] = [], at: Instant): readonly Instant[] =>
  times.filter((time) => time > minutesBefore(at, 60))

export function ignore(because: Extract<Decision, { kind: 'ignore' }>['because']): Decision {
  return { kind: 'ignore', because }
}

export function note(
  known: Memory | undefined,
  signal: Signal | Pull,
  because: 'already-open' | 'nothing-open',
): Decision {
  return { kind: 'note', because, memory: { starts: [], openings: [], ...known, at: signal.at, signal: signal.id } }
}

export function change(known: Memory | undefined, signal: Signal | Pull, made: Change) {
  const memory: Memory = {
    at: signal.at,
    signal: signal.id,
    incident: made.after,
    starts: withinTheHour(known?.starts, signal.at),
    openings: withinTheHour(known?.openings, signal.at),
  }
  return { kind: 'change', change: made, memory } as const satisfies Decision
}
