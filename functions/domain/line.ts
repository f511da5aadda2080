import { type Change, type EntryKind, type Incident, type OpenState, openStates } from './incident.ts'
import { type Instant, minutesBefore } from './instant.ts'
import { type Reason, withReasonOf } from './reasons.ts'

/** The state of one line: enough to light its lamps without looking anything else up. */
export interface Line {
  readonly name: string
  /** When this item was created; it differs after the table was replaced. */
  readonly epoch: Instant
  /** Grows with every write. */
  readonly v: number
  readonly at: Instant
  /** How many incidents are open in each state, and how many of them nobody has answered. */
  readonly open: Readonly<Record<OpenState, Count>>
  /** The most urgent of them, longest open first; not all when there are many. */
  readonly reasons: readonly Reason[]
  /** When the newest alarms came: as many as it takes to recognise a flood. */
  readonly alarms: readonly Instant[]
  readonly flooded: boolean
  /** Playbooks that wait to be told to go on. */
  readonly held: readonly HeldPlaybook[]
}
export interface HeldPlaybook {
  readonly incident: string
  /** By which its run is told to go on. */
  readonly callback: string
  /** It waits for a person's decision, or may go on by one. Missing: it waits until the line is no longer stopped. */
  readonly until?: 'decision' | 'decided'
}
export interface Count {
  readonly all: number
  readonly unacknowledged: number
}

/** ISA-18.2: more than 10 alarms within 10 minutes are a flood, until there are fewer than 5, or nothing is open. */
const flood = { minutes: 10, beginsAbove: 10, endsBelow: 5 }

const none: Count = { all: 0, unacknowledged: 0 }

export function newLine(name: string, at: Instant): Line {
  const open = { stop: none, approval: none, help: none, working: none }
  return { name, epoch: at, v: 0, at, open, reasons: [], alarms: [], flooded: false, held: [] }
}

/** The line after one of its incidents changed. @param at the time now, which ages the flood's window */
export function withChange(
  line: Line,
  { before, after, entry, callback }: Change,
  isAlarm: boolean,
  at: Instant,
): Line {
  const open = counted(counted(line.open, before, -1), after, +1)
  const reasons = withReasonOf(line.reasons, after, open)
  const alarms = entry.kind === 'opened' && isAlarm ? [...line.alarms, at] : line.alarms
  const held = heldAfter(line.held, after, entry.kind, callback)
  return ticked({ ...line, open, reasons, alarms, held }, at)
}

/** The line after one of its incidents has moved to another, and its flood with the first of them. */
export function withoutIncident(line: Line, incident: Incident, at: Instant): Line {
  const open = counted(line.open, incident, -1)
  const reasons = line.reasons.filter((reason) => reason.incident !== incident.id)
  const held = line.held.filter((one) => one.incident !== incident.id)
  return ticked({ ...line, open, reasons, held, alarms: [] }, at)
}

/** The line after an incident has moved here, with the playbook that waits for it and the flood that it was part of. */
export function withIncidentOf(line: Line, from: Line, incident: Incident, at: Instant): Line {
  const open = counted(line.open, incident, +1)
  const reasons = withReasonOf(line.reasons, incident, open)
  const held = [...line.held, ...from.held.filter((one) => one.incident === incident.id)]
  const alarms = [...line.alarms, ...from.alarms].toSorted()
  return ticked({ ...line, open, reasons, held, alarms, flooded: line.flooded || from.flooded }, at)
}

/** The line at a later time. Nothing else happened, but time may end a flood. */
export function ticked(line: Line, at: Instant): Line {
  const alarms = line.alarms.filter((alarm) => alarm > minutesBefore(at, flood.minutes)).slice(-flood.beginsAbove - 1)
  const pours = line.flooded ? alarms.length >= flood.endsBelow : alarms.length > flood.beginsAbove
  // However many alarms came: without an open incident there is nothing to look at.
  const flooded = pours && openStates.some((state) => line.open[state].all > 0)
  return { ...line, alarms, flooded, v: line.v + 1, at }
}

/** The line with its reasons filled up again. */
export const refilled = (line: Line, reasons: readonly Reason[], at: Instant): Line => ticked({ ...line, reasons }, at)

/** What a change of an incident writes into its line: nothing when it does not show there. */
export function lineAfter(
  before: Line | undefined,
  change: Change,
  isAlarm: boolean,
  at: Instant,
): { readonly before: Line | undefined; readonly after: Line } | undefined {
  if (!concernsLine(change)) return undefined
  return { before, after: withChange(before ?? newLine(change.after.line, at), change, isAlarm, at) }
}

/** Whether the change shows on the line at all; progress within a state does not. */
export function concernsLine({ before, after, entry }: Change): boolean {
  return (
    before?.state !== after.state ||
    before.acknowledgedBy !== after.acknowledgedBy ||
    before.title !== after.title ||
    before.held !== after.held ||
    // It may wait for something else than before, though for the same reason.
    entry.kind === 'held'
  )
}

/**
 * The playbooks that are to look again: those that wait for the line, once it is no longer stopped; those for which a
 * person has decided; and those that no longer wait, since their incident was resolved or taken over. Repeating is
 * harmless: a run is released again and again until it says that it goes on.
 */
export function released(before: Line | undefined, after: Line): readonly HeldPlaybook[] {
  const isStopped = after.open.stop.all > 0
  const isWaiting = ({ until }: HeldPlaybook) => (until === undefined ? isStopped : until === 'decision')
  const waiting = new Set(after.held.filter(isWaiting).map(({ callback }) => callback))
  const all = new Map([...(before?.held ?? []), ...after.held].map((held) => [held.callback, held]))
  return [...all.values()].filter(({ callback }) => !waiting.has(callback))
}

/** Whether only the time of the line has changed. */
export function isOnlyReasserted(before: Line | undefined, after: Line): boolean {
  const said = (line: Line | undefined) => line && JSON.stringify([line.open, line.reasons, line.flooded, line.held])
  return said(before) === said(after)
}

function counted(open: Line['open'], incident: Incident | undefined, by: 1 | -1): Line['open'] {
  if (incident === undefined || incident.state === 'resolved') return open
  const { all, unacknowledged } = open[incident.state]
  const more = incident.acknowledgedBy === undefined ? by : 0
  return { ...open, [incident.state]: { all: all + by, unacknowledged: unacknowledged + more } }
}

function heldAfter(
  held: Line['held'],
  { id, held: reason, state }: Incident,
  kind: EntryKind,
  callback: string | undefined,
): Line['held'] {
  if (reason !== undefined && kind !== 'held') return state === 'approval' ? held : held.map(decidedOf(id))
  const others = held.filter(({ incident }) => incident !== id)
  if (callback === undefined) return others
  return [...others, { incident: id, callback, ...(state === 'approval' && { until: 'decision' }) }]
}

const decidedOf =
  (id: string) =>
  (held: HeldPlaybook): HeldPlaybook =>
    held.incident === id && held.until === 'decision' ? { ...held, until: 'decided' } : held
