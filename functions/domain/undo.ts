import type { Undo } from './act.ts'
import { type Change, type Incident, isMachines, isThrough, type Try } from './incident.ts'
import { clip } from './clip.ts'
import { changed } from './incident-changes.ts'
import { longestOutcome } from './run-changes.ts'
import type { Instant } from './instant.ts'

/** One thing that was tried, by its place among all. */
export interface Tried {
  readonly nth: number
  readonly title: string
}

/** What of it can still be undone, the last first. What failed has changed nothing. */
const undoableIn = (incident: Incident): (Try & Tried)[] =>
  incident.tried
    .map((one, nth) => ({ ...one, nth }))
    .filter(({ plan, outcome, failed, undone }) => plan !== undefined && outcome !== undefined && !failed && !undone)
    .toReversed()

export const undoable = (incident: Incident): readonly Tried[] =>
  undoableIn(incident).map(({ nth, title }) => ({ nth, title }))

/**
 * What its playbook wants undone now that it is resolved, and after how long. Seconds. Nothing of what closed by itself:
 * nobody knows that it is over.
 */
export function dueAfterwards(incident: Incident): { readonly tries: readonly Tried[]; readonly after: number } {
  const isOver = isThrough(incident) && incident.resolvedBy !== 'itself'
  const wanted = isOver ? undoableIn(incident).filter(({ undoAfter }) => undoAfter !== undefined) : []
  return {
    tries: wanted.map(({ nth, title }) => ({ nth, title })),
    after: Math.max(0, ...wanted.map(({ undoAfter = 0 }) => undoAfter)),
  }
}

export type UndoDecision =
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'ignore'; readonly because: 'repeated' | 'machine-at-work' | 'nothing-to-undo' }

/** What it means that a person wants undone what the machine did. It begins with this change. */
export function decideUndo(incident: Incident, { by, id }: Pick<Undo, 'by' | 'id'>, at: Instant): UndoDecision {
  if (incident.undoAsked === id) return { kind: 'ignore', because: 'repeated' }
  if (isMachines(incident)) return { kind: 'ignore', because: 'machine-at-work' }
  const titles = undoable(incident).map(({ title }) => title)
  if (titles.length === 0) return { kind: 'ignore', because: 'nothing-to-undo' }
  const text = `${by} asks to undo: ${titles.join('; ')}`
  return { kind: 'change', change: changed(incident, { undoAsked: id }, 'undo-asked', at, text) }
}

/** One thing was undone, or could not be. `undefined` when that was recorded before. */
export function undone(
  incident: Incident,
  { nth, title }: Tried,
  { outcome: said, failed }: { readonly outcome: string; readonly failed: boolean },
  at: Instant,
): Change | undefined {
  const outcome = clip(said.replaceAll(/\s+/g, ' '), longestOutcome)
  const known = incident.tried[nth]
  if (known === undefined || known.undone !== undefined) return undefined
  const { stays: _, ...before } = known
  const tried = incident.tried.with(nth, { ...before, ...(failed ? { stays: outcome } : { undone: outcome }) })
  return failed
    ? changed(incident, { tried }, 'undo-failed', at, `not undone (${title}): ${outcome}`)
    : changed(incident, { tried }, 'undone', at, `undone: ${outcome}`)
}
