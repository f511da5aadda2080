import { clearedInWords } from './clearing.ts'
import { clip } from './clip.ts'
import { type Duration, inWords } from './duration.ts'
import {
  type AskedPlan,
  type Change,
  type EntryKind,
  type EscalationSoFar,
  type Incident,
  type IncidentState,
  isMachines,
  type Objection,
  openStates,
} from './incident.ts'
import type { Try } from './incident.ts'
import { judgedBy } from './judged.ts'
import { type Instant, secondsAfter } from './instant.ts'
import { type HandOver, outcomeByHandOver, outcomeOf } from './outcome.ts'

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

/** A countermeasure begins. `undefined` when that was recorded before: a step may run twice. */
export function countermeasureStarted(
  incident: Incident,
  nth: number,
  countermeasure: ActionTried,
  at: Instant,
): Change | undefined {
  if (incident.tried.length > nth) return undefined
  const tried: Try[] = [...incident.tried, { ...countermeasure, startedAt: at, failed: false }]
  return judgedBy(changed(incident, { tried }, 'countermeasure-started', at, countermeasure.title), [], at)
}
/** What AWS says may be long and of many lines; an incident is one item, and a message holds less. */
export const longestOutcome = 1000
/** Which action is tried. */
export type ActionTried = Pick<Try, 'title' | 'action' | 'input' | 'plan' | 'undoAfter'>

export interface Finished {
  readonly outcome: string
  readonly failed: boolean
  /** It failed before it did anything. */
  readonly kept?: true
  /** How long the alarm has to clear now. Seconds. */
  readonly proof?: number
}

/**
 * A countermeasure was carried out, or failed, perhaps before it began. It helped only if the alarm says so later.
 * `undefined` when that was recorded before.
 */
export function countermeasureFinished(
  incident: Incident,
  nth: number,
  countermeasure: ActionTried,
  { outcome: said, failed, kept, proof }: Finished,
  at: Instant,
): Change | undefined {
  const outcome = clip(said.replaceAll(/\s+/g, ' '), longestOutcome)
  const begun: Try = incident.tried[nth] ?? { ...countermeasure, startedAt: at, failed: false }
  if (begun.outcome !== undefined) return undefined
  const proofDue = failed || proof === undefined ? {} : { proofDue: secondsAfter(at, proof) }
  const tried = [...incident.tried.slice(0, nth), { ...begun, ...proofDue, outcome, failed, ...(kept && { kept }) }]
  return changed(incident, { tried }, 'countermeasure-finished', at, failed ? `failed: ${outcome}` : outcome)
}

/**
 * The playbook waits before its next countermeasure.
 * @param callback by which its run is told to go on; `undefined` when it wakes by itself
 * @param calls whether people are called meanwhile, for no machine is at it. Until one of them answers, it may go on.
 */
export function held(
  incident: Incident,
  because: string,
  callback: string | undefined,
  at: Instant,
  calls: boolean,
): Change {
  const isCall = calls && incident.state === 'working'
  const to: Partial<Incident> = { held: because, ...(isCall && { state: 'help', calledAt: at }) }
  const { escalation, ...rest } = incident
  const before = isCall || escalation === undefined ? rest : incident
  const text = `held: ${because}${isCall ? '; people are called' : ''}`
  return { ...changed(before, to, 'held', at, text), before: incident, ...(callback !== undefined && { callback }) }
}

/** The playbook waits for a person to decide whether it goes on. @param callback by which its run is told to look */
export const decisionAsked = (
  incident: Incident,
  because: string,
  callback: string,
  at: Instant,
  asked?: AskedPlan,
): Change => ({
  ...changed(
    incident,
    { state: 'approval', held: because, ...(asked && { asked }) },
    'held',
    at,
    `waits for a decision: ${because}`,
  ),
  callback,
})

/**
 * A person lets the machine go on; its playbook then looks for itself. `undefined` when nobody is asked, or any more.
 */
export function letGoOn(incident: Incident, by: string, at: Instant): Change | undefined {
  if (incident.state !== 'approval') return undefined
  return changed(incident, { state: 'working' }, 'changed', at, `${by} lets the machine go on`)
}

/** The playbook goes on. `undefined` when it was not held, or has a decision to wait for. */
export function resumed(incident: Incident, because: string, at: Instant): Change | undefined {
  if (incident.held === undefined || incident.state === 'approval') return undefined
  return judgedBy(changed(incident, { state: 'working' }, 'resumed', at, `goes on: ${because}`), [], at)
}

/** The machine is done and people are called. `undefined` when it is no longer the machine's: nothing to hand over. */
export function handedOver(
  incident: Incident,
  because: string,
  at: Instant,
  why: HandOver = 'held',
  against?: readonly Objection[],
): Change | undefined {
  if (!isMachines(incident)) return undefined
  const ended = incident.playbook === undefined ? {} : { ended: outcomeByHandOver(incident, why) }
  const text = `people are called: ${because}`
  return judgedBy(changed(incident, { state: 'help', ...ended }, 'called', at, text), against, at)
}

/** Why nobody can say that what was tried has helped. */
export function notClearedInWords({ source, neverClears }: Incident): string {
  if (source === undefined) return 'the alarm has not cleared'
  return neverClears
    ? `nobody can tell whether it helped: ${source} has no clearing event`
    : `no clearing event of ${source} has come`
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
