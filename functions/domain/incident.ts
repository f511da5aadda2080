import type { SignalInputs } from './from-signal.ts'
import type { Instant } from './instant.ts'
import type { JsonObject } from './json.ts'
import type { Outcome } from './outcomes.ts'
import type { Trust } from './trust.ts'

/** What an open incident asks of the line's light, most urgent first. */
export const openStates = ['stop', 'approval', 'help', 'working'] as const
export type OpenState = (typeof openStates)[number]
export type IncidentState = OpenState | 'resolved'

/** One problem on one line. */
export interface Incident {
  readonly id: string
  readonly key: string
  readonly line: string
  readonly state: IncidentState
  readonly title: string
  /** Why it was opened, in the words of its source. */
  readonly reason: string
  /** 'low': it can wait for the end of the line's quiet hours. Missing: it cannot. */
  readonly severity?: 'low'
  readonly url?: string
  /** The source in the config whose event opened it; missing for alarms, cords and devices. */
  readonly source?: string
  /** No event of its source says that it is over: a person does, or it closes by itself. */
  readonly neverClears?: true
  /** Of these its alarm or event is; missing for cords and devices, and in incidents of before 0.2. */
  readonly account?: string
  readonly region?: string
  /** Its alarm or event is of an account or a region other than Andon's own. */
  readonly elsewhere?: true
  /** Its alarm's tags, where the event that opened it carried them. Hostile text. */
  readonly tags?: Readonly<Record<string, string>>
  /** What its alarm or event gave to the actions of its playbook, where they ask for anything. Hostile text. */
  readonly inputs?: SignalInputs
  readonly openedAt: Instant
  /** When people were called to it last, if they were after it was opened. */
  readonly calledAt?: Instant
  /** Grows by one with every change; each change has one entry in the timeline. */
  readonly version: number
  /** Since when it stops the line, while it does. `by`: the person who stopped it; missing: it stopped by itself. */
  readonly stopped?: StoppedLine
  /** Who answered the call, and when, if somebody has. Hostile text: escape it where it is shown. */
  readonly acknowledgedBy?: string
  readonly acknowledgedAt?: Instant
  /** Id of the answer that counted last. It stays when the answer no longer holds, for it may be delivered again. */
  readonly answer?: string
  /** How far its escalation has come, once it has. */
  readonly escalation?: EscalationSoFar
  /** Id of the wish, if a person has asked to undo, that counted last: it may be delivered again. */
  readonly undoAsked?: string
  /** Since when nobody can tell how its alarm stands, while nobody can. */
  readonly noDataSince?: Instant
  /** The playbook that was started for it, if one was. */
  readonly playbook?: string
  /** How far it may go by itself. Missing in incidents of before 0.2: then it acts. */
  readonly trust?: Trust
  /** What it would do, where a person has to start it. */
  readonly suggestion?: AskedPlan
  /** How often it was started; missing: once, if at all. */
  readonly runs?: number
  /** Who started it, where a person did. */
  readonly runBy?: string
  /** How its last run stood as the machine was through with it. The end may say more: `outcomeOf`. */
  readonly ended?: Outcome
  /** What a person is asked to let it do, while one is. */
  readonly asked?: AskedPlan
  /** What a person let it do. What has changed since is asked anew. */
  readonly approved?: Approval
  /** Id of the decision that counted last: it may be delivered again. */
  readonly decision?: string
  /** What the playbook has tried so far, in order. */
  readonly tried: readonly Try[]
  /** Why the playbook waits before its next countermeasure, while it does. */
  readonly held?: string
  /** What the guards said when they were asked last, as far as that was written down. */
  readonly judged?: Judged
  readonly resolvedAt?: Instant
  /** "the alarm", "its source", "itself", or a person. */
  readonly resolvedBy?: string
  /** It is resolved because its alarm is heard of no more (muted, deleted, no data): that proves nothing. */
  readonly silenced?: true
}

/** Exactly one thing that a machine would do. */
export interface AskedPlan {
  /** Its place among the playbook's countermeasures, the first is 0. */
  readonly nth: number
  /** For people. */
  readonly title: string
  /** Of its place, the action, its input and what it saw: another hash is another plan. */
  readonly plan: string
  /** Who started the playbook may not approve it, too. */
  readonly twoPeople?: true
}
export interface Approval {
  readonly plan: string
  readonly by: string
  readonly at: Instant
}

export interface Judged {
  readonly at: Instant
  /** Of all guards, those that were against it. None: the machine may act. */
  readonly against: readonly Objection[]
}
export interface Objection {
  readonly guard: string
  readonly because: string
  /** What it waits for: 'people': for nothing, they are called. */
  readonly until: 'people' | 'line-cleared' | 'decision' | 'instant'
  /** That instant. */
  readonly at?: Instant
}

export interface StoppedLine {
  readonly at: Instant
  readonly by?: string
}

export interface EscalationSoFar {
  /** The version by the call with which it began: a person's new call begins anew. */
  readonly call: number
  /** How many of its calls were made. */
  readonly told: number
}

/** One countermeasure that was started. */
export interface Try {
  /** What it does, for people, as it was known when it began. */
  readonly title: string
  /** What it does, for programs: `ecs.redeploy`. */
  readonly action: string
  readonly input: JsonObject
  /** How things were before it, where it can be undone. For machines alone: the title says it to people. */
  readonly plan?: JsonObject
  /** It is undone once the incident has been resolved for so long. Seconds. Missing: it stays, unless a person asks. */
  readonly undoAfter?: number
  readonly startedAt: Instant
  /** Until then its alarm had to clear; missing while it is being done, where it failed, and before 0.2. */
  readonly proofDue?: Instant
  /** What was done, or why it could not be done; missing while it is being done. */
  readonly outcome?: string
  readonly failed: boolean
  /** It failed before it did anything: it was given nothing that it takes, or found nothing that made sense. */
  readonly kept?: true
  /** What was brought back, once it was undone. */
  readonly undone?: string
  /** Why it stays, after undoing it was tried in vain. */
  readonly stays?: string
}

/** One line of an incident's timeline. With `incident` it is all that the projections need. */
export interface Entry {
  readonly kind: EntryKind
  readonly at: Instant
  readonly text: string
  /** The channel by which a level of the escalation is called. */
  readonly tell?: string
  /** The incident as it was after this change. */
  readonly incident: Incident
}
/** What happened. `changed` is for changes without a kind of their own; early entries have no other kind. */
export const entryKinds = [
  'opened',
  /** Its alarm flaps, and went off again. */
  'reopened',
  'acknowledged',
  /** People are called, after a machine has tried. */
  'called',
  /** A person stopped the line. */
  'stopped',
  /** A person started the line again, and what had stopped it is still open. */
  'started',
  /** The line stopped because nobody answered. */
  'escalated',
  /** Nobody has answered so far, and a level of the escalation is called. */
  'level-called',
  'held',
  'resumed',
  'countermeasure-started',
  'countermeasure-finished',
  'resolved',
  /** A person wants undone what the machine did. */
  'undo-asked',
  'undone',
  'undo-failed',
  /** The machine says what it would do. */
  'suggested',
  /** A person starts the playbook. */
  'run-asked',
  'approved',
  'refused',
  'changed',
] as const
export type EntryKind = (typeof entryKinds)[number]

/** A change of an incident and what the timeline says of it. */
export interface Change {
  readonly before: Incident | undefined
  readonly after: Incident
  readonly entry: Entry
  /**
   * Of a change that holds a playbook until the line is cleared, or a decision is taken: the callback that releases its
   * run.
   */
  readonly callback?: string
}

export const isOpen = (incident: Incident): boolean => incident.state !== 'resolved'

/** Resolved, and its machine has come to the end of what it began. */
export const isThrough = (incident: Incident): boolean =>
  !isOpen(incident) && incident.tried.every(({ outcome }) => outcome !== undefined)

/** Why, beyond what the title says: a person's words are both. */
export const furtherReason = ({ title, reason }: Pick<Incident, 'title' | 'reason'>): string =>
  reason === title ? '' : reason

/**
 * It is the machine's: one is at it, or waits for a person's decision, or for what holds it. For that people may be
 * called: who answers takes it over, and then it is held no more.
 */
export const isMachines = ({ state, held }: Pick<Incident, 'state' | 'held'>): boolean =>
  state === 'working' || state === 'approval' || (state === 'help' && held !== undefined)
