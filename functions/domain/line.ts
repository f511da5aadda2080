import type { Change, Incident, OpenState } from './incident.ts'
import { type Instant, minutesBefore } from './instant.ts'
import { type Reason, withReasonOf } from './reasons.ts'

/** The state of one line: enough to light its lamps without looking anything else up. */
export interface Line {
  readonly name: string
  /** When this item was first made; it changes when the table is made anew. */
  readonly epoch: Instant
  /** Grows with every write. */
  readonly v: number
  readonly at: Instant
  /** How many incidents are open in each state, and how many of them nobody has acknowledged. */
  readonly open: Readonly<Record<OpenState, Count>>
  /** The most urgent of them, longest open first; not all when there are many. */
  readonly reasons: readonly Reason[]
  /** When the newest alarms came, as many as settle whether it is a flood. */
  readonly alarms: readonly Instant[]
  readonly flooded: boolean
  /** Playbooks that wait until the line is no longer stopped. */
  readonly held: readonly Held[]
}
export interface Held {
  readonly incident: string
  /** By which its run is told to go on. */
  readonly callback: string
}
export interface Count {
  readonly all: number
  readonly unacknowledged: number
}

/** ISA-18.2: more than 10 alarms within 10 minutes are a flood; it is over once there are fewer than 5. */
const flood = { minutes: 10, beginsAbove: 10, endsBelow: 5 }

const none: Count = { all: 0, unacknowledged: 0 }

export function newLine(name: string, at: Instant): Line {
  const open = { stop: none, approval: none, help: none, working: none }
  return { name, epoch: at, v: 0, at, open, reasons: [], alarms: [], flooded: false, held: [] }
}

/** The line after one of its incidents changed. @param at the time now, which the flood is reckoned by */
export function withChange(
  line: Line,
  { before, after, entry, callback }: Change,
  isAlarm: boolean,
  at: Instant,
): Line {
  const open = counted(counted(line.open, before, -1), after, +1)
  const reasons = withReasonOf(line.reasons, after, open)
  const alarms = entry.kind === 'opened' && isAlarm ? [...line.alarms, at] : line.alarms
  const held = heldAfter(line.held, after, callback)
  return ticked({ ...line, open, reasons, alarms, held }, at)
}

/** The line said anew: nothing happened but time, which may end a flood. */
export function ticked(line: Line, at: Instant): Line {
  const alarms = line.alarms.filter((alarm) => alarm > minutesBefore(at, flood.minutes)).slice(-flood.beginsAbove - 1)
  const flooded = line.flooded ? alarms.length >= flood.endsBelow : alarms.length > flood.beginsAbove
  return { ...line, alarms, flooded, v: line.v + 1, at }
}

/** The line with its reasons filled up again. */
export const refilled = (line: Line, reasons: readonly Reason[], at: Instant): Line => ticked({ ...line, reasons }, at)

/** Whether the change shows on the line at all; progress within a state does not. */
export function concernsLine({ before, after, callback }: Change): boolean {
  return (
    before?.state !== after.state ||
    before.acknowledgedBy !== after.acknowledgedBy ||
    before.held !== after.held ||
    callback !== undefined
  )
}

/**
 * The callbacks of playbooks that are to look again: all once the line is no longer stopped, and those that no longer
 * wait for it, since their incident was resolved or taken over. Whoever is told twice does not mind.
 */
export function released(before: Line | undefined, after: Line): readonly string[] {
  const waiting = after.open.stop.all > 0 ? new Set(after.held.map(({ callback }) => callback)) : new Set()
  const all = new Set([...(before?.held ?? []), ...after.held].map(({ callback }) => callback))
  return [...all].filter((callback) => !waiting.has(callback))
}

function counted(open: Line['open'], incident: Incident | undefined, by: 1 | -1): Line['open'] {
  if (incident === undefined || incident.state === 'resolved') return open
  const { all, unacknowledged } = open[incident.state]
  const more = incident.acknowledgedBy === undefined ? by : 0
  return { ...open, [incident.state]: { all: all + by, unacknowledged: unacknowledged + more } }
}

function heldAfter(held: Line['held'], { id, held: reason }: Incident, callback: string | undefined): Line['held'] {
  if (callback === undefined && reason !== undefined) return held
  const others = held.filter(({ incident }) => incident !== id)
  return callback === undefined ? others : [...others, { incident: id, callback }]
}
