import type { DetailPattern, EventPattern } from '@andon/event-pattern'
import type { Duration } from '../domain/duration.ts'
import type { TextPart } from '../domain/event-text.ts'
import type { Origin } from '../domain/origin.ts'
import type { Severity } from '../domain/signal.ts'

/**
 * Events that say what is wrong, and, where there are some, that it is over. It says how its incidents close: by `clears`,
 * by `closesAfter`, or by both.
 *
 * A path leads to a field of the event, its names joined by dots, lists by number: `detail.pipeline`, `resources.0`.
 */
export interface SourceConfig<Line extends string = string, Playbook extends string = string> {
  /** The events that open an incident. */
  readonly on: SourcePattern
  readonly line: Line
  /**
   * The path of what tells one problem from another, or several paths: an incident each. Without it, or in an event
   * that lacks it, there is one incident at a time.
   */
  readonly key?: string | readonly string[]
  /** What people read first: texts, and fields of the event, `['Pipeline ', { path: 'detail.pipeline' }, ' failed']`. */
  readonly title: Words
  /** Why, likewise. */
  readonly reason?: Words
  /** Calls for help unless told. 'stop' stops the line; 'low' calls, too, but can wait. */
  readonly severity?: Severity
  /** The events that end the incident of their key. */
  readonly clears?: SourcePattern
  /** So long after its newest event an incident closes by itself. */
  readonly closesAfter?: Duration
  /** Which playbook runs for which of these events: the first choice that fits. None: people are called. */
  readonly playbooks?: readonly SourceChoice<Playbook>[]
}

/** An event pattern that names sources and types in full: a rule that took more would bring what nobody asked for. */
export interface SourcePattern extends EventPattern {
  readonly source: readonly string[]
  readonly 'detail-type': readonly string[]
}

export type Words = TextPart | readonly TextPart[]

export interface SourceChoice<Playbook extends string = string> {
  /** Asks the event's `detail`, and its `account` and `region`. Without it, every event that opens an incident. */
  readonly when?: DetailPattern
  /** The account and region that the event must be of. Without it: those that Andon is deployed in. */
  readonly from?: Origin
  readonly run: Playbook
}

/** All events that a source wants, those that open and those that clear, as one pattern: one rule brings them. */
export const ruleOf = ({ on, clears }: Pick<SourceConfig, 'on' | 'clears'>): EventPattern =>
  clears === undefined ? on : { $or: [on, clears] }

const rulePrefix = 'andon-source-'
/** The name of the rule that brings a source's events. */
export const ruleNameOf = (source: string): string => `${rulePrefix}${source}`
