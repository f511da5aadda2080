import type { Entry, EntryKind } from './incident.ts'
import type { Instant } from './instant.ts'
import { outcomeOf } from './outcome.ts'
import type { Outcome } from './outcomes.ts'
import type { Trust } from './trust.ts'
import { undoable } from './undo.ts'

/** How one run of a playbook came out: what its trust is earned by. */
export interface RunRecord {
  readonly playbook: string
  readonly incident: string
  /** Which of the incident's runs, from 1. */
  readonly run: number
  /** Of the incident, by which that is known: of two that differ the higher one is right. */
  readonly v: number
  readonly line: string
  /** The incident's. Hostile text. */
  readonly title: string
  readonly openedAt: Instant
  /** When that was known. */
  readonly at: Instant
  /** How far the playbook was to go by itself then. */
  readonly trust: Trust
  /** Who started it, where a person did. */
  readonly runBy?: string
  readonly outcome: Outcome
  /** What it changed, can be undone, and nobody has undone. For people. */
  readonly left: readonly string[]
}

/** Only these can make it another. */
const telling: ReadonlySet<EntryKind> = new Set([
  'suggested',
  'countermeasure-finished',
  'called',
  'refused',
  'resolved',
  'undone',
  'undo-failed',
])

/** What an entry of the timeline says of a run; `undefined`: nothing, or nothing new. */
export function runRecordOf({ kind, at, incident }: Entry): RunRecord | undefined {
  const { id, version: v, line, title, openedAt, playbook, runs: run = 1, trust = 'auto', runBy } = incident
  const outcome = outcomeOf(incident)
  if (playbook === undefined || outcome === undefined || !telling.has(kind)) return undefined
  const left = undoable(incident).map((tried) => tried.title)
  const by = runBy === undefined ? {} : { runBy }
  return { playbook, incident: id, run, v, line, title, openedAt, at, trust, ...by, outcome, left }
}

/** Of several of one run the newest: what is written at once need not be written twice. */
export function newestRecords(entries: readonly Entry[]): readonly RunRecord[] {
  const newest = new Map<string, RunRecord>()
  for (const one of entries.flatMap((entry) => runRecordOf(entry) ?? [])) {
    const key = `${one.incident} ${one.run}`
    const known = newest.get(key)
    if (known === undefined || known.v < one.v) newest.set(key, one)
  }
  return [...newest.values()]
}
