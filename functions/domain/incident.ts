import type { Instant } from './instant.ts'

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
  /** Why it was opened, in the words of whoever raised it. */
  readonly reason: string
  readonly url?: string
  readonly openedAt: Instant
  /** Grows by one with every change; each change has one entry in the timeline. */
  readonly version: number
  /** Who answered the call, if somebody has. */
  readonly acknowledgedBy?: string
  /** The playbook that was started for it, if one was. */
  readonly playbook?: string
  /** What the playbook has tried so far, in order. */
  readonly tried: readonly Try[]
  readonly resolvedAt?: Instant
  /** "the alarm" or a person. */
  readonly resolvedBy?: string
}

/** One countermeasure that was started. */
export interface Try {
  readonly title: string
  readonly startedAt: Instant
  /** What was done, or why it could not be done; missing while it is being done. */
  readonly outcome?: string
  readonly failed: boolean
}

/** One line of an incident's timeline. With `incident` it is all that the projections need. */
export interface Entry {
  readonly kind: EntryKind
  readonly at: Instant
  readonly text: string
  /** The incident as it was after this change. */
  readonly incident: Incident
}
export const entryKinds = [
  'opened',
  'changed',
  'countermeasure-started',
  'countermeasure-finished',
  'resolved',
] as const
export type EntryKind = (typeof entryKinds)[number]

/** A change of an incident and what the timeline says of it. */
export interface Change {
  readonly before: Incident | undefined
  readonly after: Incident
  readonly entry: Entry
}

export const isOpen = (incident: Incident): boolean => incident.state !== 'resolved'
