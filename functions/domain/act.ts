import type { Click } from '../../iot/contract/cord-pull.ts'
import type { Instant } from './instant.ts'

/**
 * What a person does. Another act is one more member here: the compiler then names every place that must know it; and
 * a parser brings it in (functions/sources).
 */
export type Act = Pull | Answer | Resolve | Undo | Approve | Refuse | Run | Restore | EndStop

/** Who did it, and by which way, always goes with it. */
export interface ByAPerson {
  /** The same for every delivery of the same act. */
  readonly id: string
  /** Hostile text: escape it where it is shown. */
  readonly by: string
  readonly via: Way
}
/** A cord or a button on the wall, an event on the bus, or the API, which alone knows who it is. */
export type Way = 'cord' | 'bus' | 'api'

/** Somebody pulls a line's cord: calls for help, stops the line, or says that it is over. */
export interface Pull extends ByAPerson {
  readonly kind: 'pull'
  readonly line: string
  /** Which cord; each has one incident at a time. */
  readonly key: string
  readonly click: Click
  /** When it was pulled, by the cord's own clock where that can be believed. */
  readonly at: Instant
  readonly title: string
  /** Why, in their own words. Hostile text. */
  readonly reason: string
}

/** Somebody answers the call of an incident: "I am on it". */
export interface Answer extends ByAPerson {
  readonly kind: 'answer'
  readonly incident: string
  /** It came by a service that another Andon may share: an incident that is not known here is that one's. */
  readonly ifOurs?: true
}

/** Somebody says that an incident is over, whatever its alarm says. */
export interface Resolve extends ByAPerson {
  readonly kind: 'resolve'
  readonly incident: string
  /** Why, in their own words. Hostile text. */
  readonly reason: string
}

/** Somebody wants undone what the machine did for an incident, as far as it can be. */
export interface Undo extends ByAPerson {
  readonly kind: 'undo'
  readonly incident: string
}

interface OnAPlan extends ByAPerson {
  readonly incident: string
  /** Exactly what was shown to whoever decides. */
  readonly plan: string
}
/** Somebody lets a machine do what it asks for. */
export interface Approve extends OnAPlan {
  readonly kind: 'approve'
}
/** Somebody does not let it. */
export interface Refuse extends OnAPlan {
  readonly kind: 'refuse'
  /** Why, in their own words; '' where they say nothing. Hostile text. */
  readonly reason: string
}
/** Somebody starts what a playbook suggests. */
export interface Run extends OnAPlan {
  readonly kind: 'run'
}

/** Somebody lets a playbook that failed act by itself again, as far as the config trusts it. */
export interface Restore extends ByAPerson {
  readonly kind: 'restore'
  /** Where it failed last, as they know. */
  readonly incident: string
  readonly playbook: string
  /** Why, in their own words; '' where they say nothing. Hostile text. */
  readonly reason: string
}

interface OnALine extends ByAPerson {
  readonly line: string
  /** When it was asked for. */
  readonly at: Instant
  /** Why, in their own words; '' where they say nothing. Hostile text. */
  readonly reason: string
}
/** Somebody stops a line by the API: as a long pull of the line's own cord does. */
export interface Stop extends OnALine {
  readonly kind: 'stop'
}
/** Somebody starts a line again: each of its stops ends, as far as it is older than that. */
export interface Start extends OnALine {
  readonly kind: 'start'
}
/** What a start of the line means for one of the incidents that stop it. */
export interface EndStop extends Omit<Start, 'kind' | 'line'> {
  readonly kind: 'end-stop'
  readonly incident: string
}

/** Acts of which it must be certain who does them: they come by the API alone. */
export type ActByApi = Resolve | Undo | Approve | Refuse | Run | Restore | Stop | Start
