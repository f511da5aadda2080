import { type Incident, type IncidentState, type OpenState, openStates } from './incident.ts'
import type { Instant } from './instant.ts'

/** An open incident, as a line's lamps name it. */
export interface Reason {
  readonly incident: string
  readonly title: string
  readonly url?: string
  readonly state: OpenState
  readonly openedAt: Instant
}

/** How many incidents are open in each state. */
export type OpenCounts = Readonly<Record<OpenState, { readonly all: number }>>

/** How many a light's command holds: as many as the contract's `maxReasons`. */
export const reasonsShown = 10
/** A few more are kept, so that what is resolved leaves as many to show. */
export const reasonsKept = 20

export const countOpen = (open: OpenCounts): number => openStates.reduce((sum, state) => sum + open[state].all, 0)

type Urgent = Pick<Incident, 'state' | 'openedAt'>

/** Most urgent first, and of one state the longest open. */
export const byUrgency = (a: Urgent, b: Urgent): number =>
  urgencies.indexOf(a.state) - urgencies.indexOf(b.state) ||
  (a.openedAt < b.openedAt ? -1 : a.openedAt > b.openedAt ? 1 : 0)
const urgencies: readonly IncidentState[] = [...openStates, 'resolved']

export function reasonOf({ id, title, url, state, openedAt }: Incident): Reason | undefined {
  if (state === 'resolved') return undefined
  return { incident: id, title, ...(url !== undefined && { url }), state, openedAt }
}

/**
 * The reasons after one incident changed. They are the most urgent of all that is open at any time: while some are left
 * out, whatever is less urgent than the last of them is left out too. So they may run low, but never name the wrong ones.
 * @param open the counts after the change
 */
export function withReasonOf(reasons: readonly Reason[], incident: Incident, open: OpenCounts): readonly Reason[] {
  const others = reasons.filter((each) => each.incident !== incident.id)
  const reason = reasonOf(incident)
  if (reason === undefined) return others
  const last = reasons.at(-1)
  const someAreLeftOut = others.length + 1 < countOpen(open)
  if (someAreLeftOut && (last === undefined || byUrgency(reason, last) > 0)) return others
  return [...others, reason].sort(byUrgency).slice(0, reasonsKept)
}

/** The lamps could name more than the line's item does. */
export const lacksReasons = ({ reasons, open }: { readonly reasons: readonly Reason[]; readonly open: OpenCounts }) =>
  reasons.length < Math.min(reasonsShown, countOpen(open))

/**
 * Of the open incidents that were found, the most urgent of all. What a list has not caught up with is missing: where
 * it holds fewer of a state than there are, the less urgent states must wait.
 */
export function mostUrgent(found: readonly Reason[], open: OpenCounts): readonly Reason[] {
  const countOf = (state: OpenState) => found.filter((each) => each.state === state).length
  const firstShort = openStates.findIndex((state) => countOf(state) < open[state].all)
  const certain = firstShort < 0 ? openStates : openStates.slice(0, firstShort + 1)
  return found
    .filter(({ state }) => certain.includes(state))
    .toSorted(byUrgency)
    .slice(0, reasonsKept)
}
