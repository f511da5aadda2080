import type { Incident } from './incident.ts'
import type { Instant } from './instant.ts'
import { outcomeOf } from './outcome.ts'
import { lesserTrust, type Trust } from './trust.ts'

/** A playbook that acted by itself in vain asks before each act, until a person restores it. */
export interface Demotion {
  readonly playbook: string
  /** Grows with every write. */
  readonly v: number
  /** The incident at which it failed last. */
  readonly incident: string
  readonly at: Instant
  /** Which of the outcomes it was, in words. */
  readonly because: string
  /** Who has restored it since, and why. Missing: it is still down. */
  readonly restored?: Restored
}
export interface Restored {
  readonly by: string
  readonly at: Instant
  /** In their own words; '' where they say nothing. Hostile text. */
  readonly reason: string
  /** Id of the wish: it may be delivered again. */
  readonly id: string
}

/** What is known of a playbook's demotion. One that cannot be read counts as one that stands. */
export type DemotionSeen = Demotion | 'unreadable' | undefined

/** The only trust that a failed check takes away: on every other rung a person has let it act. */
export const trustThatFalls: Trust = 'auto'

/** How far a playbook goes that was put down. */
export const demotedTo: Trust = 'approve'

export const isDemoted = (seen: DemotionSeen): boolean =>
  seen !== undefined && (seen === 'unreadable' || seen.restored === undefined)

/** How far it may really go by itself: the config never raises what a failed check has put down. */
export const effectiveTrust = (trust: Trust, seen: DemotionSeen): Trust =>
  isDemoted(seen) ? lesserTrust(trust, demotedTo) : trust

/** Its check failed, though nobody had a look at what it did before it did it. */
export const hasFailedByItself = (incident: Incident): boolean => {
  const outcome = outcomeOf(incident)
  return (incident.trust ?? 'auto') === trustThatFalls && (outcome === 'gave-up' || outcome === 'failed')
}

/** What a failed check makes of it; `undefined` when it is down already. What cannot be read stays as it is. */
export function demoted(before: DemotionSeen, { playbook, id }: Incident, because: string, at: Instant) {
  if (playbook === undefined || isDemoted(before)) return undefined
  const known = before === 'unreadable' ? undefined : before
  const after: Demotion = { playbook, v: (known?.v ?? 0) + 1, incident: id, at, because }
  return { before: known, after }
}
