import { clip } from './clip.ts'
import { type AskedPlan, type Change, type Incident, isMachines, type Objection, type Try } from './incident.ts'
import { changed } from './incident-changes.ts'
import { type Instant, secondsAfter } from './instant.ts'
import { judgedBy } from './judged.ts'
import { type HandOver, outcomeByHandOver } from './outcome.ts'

// What a playbook's run makes of its incident.

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
