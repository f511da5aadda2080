import { clearedInWords } from './clearing.ts'
import { type Duration, inWords } from './duration.ts'
import {
  type Change,
  type EntryKind,
  type EscalationSoFar,
  type Incident,
  type IncidentState,
  openStates,
} from './incident.ts'
import type { Instant } from './instant.ts'
import { outcomeOf } from './outcome.ts'

export function resolved(incident: Incident, at: Instant, by: string): Change {
  const to = { state: 'resolved', resolvedAt: at, resolvedBy: by } as const
  return changed(incident, to, 'resolved', at, howItEnds({ ...incident, ...to }, by))
}

function howItEnds(incident: Incident, by: string): string {
  const what = clearedInWords(by)
  const last = incident.tried.at(-1)
  if (what === undefined) return `resolved by ${by}`
  const outcome = outcomeOf(incident)
  if (outcome === 'by-itself') return `${what} cleared by itself, before anything was done`
  if (last === undefined) return `resolved by ${by}`
  return outcome === 'late'
    ? `${what} cleared, later than was waited for, after: ${last.title}`
    : `${what} cleared after: ${last.title}`
}

/**
 * A call for help that nobody answered stops the line. `undefined` when it was answered, or no longer calls for help.
 * @param escalation how far it has come, where levels are called: they go on
 */
export function escalated(
  incident: Incident,
  within: Duration,
  at: Instant,
  escalation?: EscalationSoFar,
): Change | undefined {
  if (incident.state !== 'help' || incident.acknowledgedBy !== undefined) return undefined
  const text = `nobody answered within ${inWords(within)}: the line stops`
  return changed(incident, { state: 'stop', ...(escalation && { escalation }) }, 'escalated', at, text)
}

/** A level of the escalation is called. @param tell by which channel */
export function levelCalled(
  incident: Incident,
  escalation: EscalationSoFar,
  { tell, text }: { readonly tell: string; readonly text: string },
  at: Instant,
): Change {
  const change = changed(incident, { escalation }, 'level-called', at, text)
  return { ...change, entry: { ...change.entry, tell } }
}

export function changed(before: Incident, to: Partial<Incident>, kind: EntryKind, at: Instant, text: string): Change {
  const after: Incident = {
    ...whatLasts(before, to.state ?? before.state, kind),
    ...(callsAnew.has(kind) && { calledAt: at }),
    ...(to.state === 'stop' && before.state !== 'stop' && { stopped: { at } }),
    ...to,
    version: before.version + 1,
  }
  return { before, after, entry: { kind, at, text, incident: after } }
}

/** People are called by these, and the escalation begins with that call. */
const callsAnew: ReadonlySet<EntryKind> = new Set(['called', 'refused', 'stopped'])

/**
 * The answer to a call ends when the call becomes more urgent: a new stop flashes; and when the machine goes on, for
 * then nobody is called. A hold ends when the playbook goes on, or the incident is no longer the machine's.
 */
function whatLasts(before: Incident, state: IncidentState, kind: EntryKind): Incident {
  const {
    acknowledgedBy,
    acknowledgedAt,
    held: reason,
    noDataSince,
    asked,
    escalation,
    stopped,
    judged,
    ...rest
  } = before
  return {
    ...rest,
    ...(judged !== undefined && state !== 'resolved' && { judged }),
    ...(stopped !== undefined && state === 'stop' && { stopped }),
    ...(escalation !== undefined && !callsAnew.has(kind) && { escalation }),
    ...(!isMoreUrgent(state, before.state) &&
      state !== 'working' && {
        ...(acknowledgedBy !== undefined && { acknowledgedBy }),
        ...(acknowledgedAt !== undefined && { acknowledgedAt }),
      }),
    ...(asked !== undefined && state === 'approval' && { asked }),
    ...(reason !== undefined && isStillHeld(state, kind) && { held: reason }),
    ...(noDataSince !== undefined && state !== 'resolved' && { noDataSince }),
  }
}

/** Once people are called, whoever answers takes it out of the machine's hands; so does a call that another change is. */
const isStillHeld = (state: IncidentState, kind: EntryKind): boolean =>
  state === 'help' ? goesOnBeside.has(kind) : (state === 'working' || state === 'approval') && kind !== 'resumed'
const goesOnBeside: ReadonlySet<EntryKind> = new Set(['held', 'changed', 'level-called'])

const urgencies: readonly IncidentState[] = [...openStates, 'resolved']
const isMoreUrgent = (state: IncidentState, than: IncidentState) => urgencies.indexOf(state) < urgencies.indexOf(than)
