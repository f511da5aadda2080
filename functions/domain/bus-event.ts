import type { LightState } from '../../iot/contract/light-state.ts'
import type { Entry, EntryKind, Try } from './incident.ts'
import { type Line, newLine } from './line.ts'
import { stateOf } from './light.ts'
import { outcomeOf } from './outcome.ts'

/** An event on the bus `andon`, source `andon`. */
export interface BusEvent {
  readonly type: (typeof busEventTypes)[number]
  readonly detail: Readonly<Record<string, unknown>>
}

export const busEventTypes = [
  'Incident Opened',
  'Incident Changed',
  'Incident Resolved',
  'Countermeasure Started',
  'Countermeasure Finished',
  'Line Stopped',
  'Line Cleared',
] as const

const eventTypes = {
  opened: 'Incident Opened',
  reopened: 'Incident Opened',
  acknowledged: 'Incident Changed',
  called: 'Incident Changed',
  stopped: 'Incident Changed',
  started: 'Incident Changed',
  escalated: 'Incident Changed',
  'level-called': 'Incident Changed',
  held: 'Incident Changed',
  resumed: 'Incident Changed',
  changed: 'Incident Changed',
  'countermeasure-started': 'Countermeasure Started',
  'countermeasure-finished': 'Countermeasure Finished',
  resolved: 'Incident Resolved',
  'undo-asked': 'Incident Changed',
  undone: 'Incident Changed',
  'undo-failed': 'Incident Changed',
  suggested: 'Incident Changed',
  'run-asked': 'Incident Changed',
  approved: 'Incident Changed',
  refused: 'Incident Changed',
} as const satisfies Record<EntryKind, BusEvent['type']>

export function busEventOf({ kind, at, text, incident }: Entry): BusEvent {
  const { id, line, state, title, openedAt, version, reason, url, playbook } = incident
  // How things were before is for undoing alone.
  const tried = incident.tried.map(told)
  const { acknowledgedBy, acknowledgedAt, held, noDataSince, resolvedBy, account, region, tags, source, severity } =
    incident
  const outcome = outcomeOf(incident)
  const about = {
    incident: id,
    line,
    state,
    title,
    openedAt,
    at,
    version,
    kind,
    text,
    reason,
    url,
    account,
    region,
    tags,
    source,
    severity,
  }
  return {
    type: eventTypes[kind],
    detail: { ...about, acknowledgedBy, acknowledgedAt, playbook, tried, held, noDataSince, resolvedBy, outcome },
  }
}

function told({ title, action, input, startedAt, outcome, failed, undone, stays }: Try) {
  return { title, action, input, startedAt, outcome, failed, undone, stays }
}

/** The event, if any, that tells others to stop or to go on: a line that stopped, or no longer is. */
export function lineEventOf(before: Line | undefined, after: Line): BusEvent | undefined {
  const was: LightState = stateOf(before ?? newLine(after.name, after.at))
  const is = stateOf(after)
  if ((was === 'stop') === (is === 'stop')) return undefined
  const { name, at, v, reasons } = after
  const worst = reasons[0]
  return {
    type: is === 'stop' ? 'Line Stopped' : 'Line Cleared',
    detail: {
      incident: worst?.incident ?? null,
      line: name,
      state: is,
      title: worst?.title ?? null,
      openedAt: worst?.openedAt ?? null,
      at,
      version: v,
    },
  }
}
