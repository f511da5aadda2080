import type { Click } from '../../iot/contract/cord-pull.ts'
import type { Act, EndStop, Pull, Start, Way } from './act.ts'
import type { Instant } from './instant.ts'
import type { AlarmState } from './signal.ts'

/** What a parser makes of a message, before it is known which line it is about. */
export type ParsedMessage =
  | ParsedAlarm
  | ParsedContributor
  | ParsedTrouble
  | ParsedEvent
  | ParsedPull
  | Exclude<Act, Pull | EndStop>
  | Start
  | { readonly kind: 'nothing'; readonly because: string }

export interface ParsedAlarm {
  readonly kind: 'alarm'
  readonly name: string
  /** The alarm's ARN: names are only unique within an account and region. */
  readonly arn: string
  /** Of these it is: other accounts and regions may forward their events to our bus. */
  readonly account: string
  readonly region: string
  /** Where its event carries them. */
  readonly tags?: Readonly<Record<string, string>>
  readonly state: AlarmState
  /** Why, in CloudWatch's words; where nobody is to hear of the alarm, why that is. */
  readonly reason: string
  readonly at: Instant
  /** Where people can look at it; missing where there is no public console. */
  readonly url?: string
  /** The event's `detail` as it came: what the lines' patterns are about. */
  readonly detail: unknown
  /** When CloudWatch was asked, if this is an answer of it and no event. */
  readonly seen?: Instant
  /** What is open for it, as far as is known: by who asked CloudWatch, or where no line takes it. */
  readonly open?: OpenFor
}

/** The incident that is open for an alarm, and its line. */
export interface OpenFor {
  readonly incident: string
  readonly line: string
}

/** A contributor of an alarm changed. */
export interface ParsedContributor {
  readonly kind: 'contributor'
  readonly contributor: string
  /** Its attributes, in words. */
  readonly name: string
  /** The alarm's ARN. */
  readonly arn: string
  readonly account: string
  readonly region: string
  readonly tags?: Readonly<Record<string, string>>
  readonly state: 'alarm' | 'ok'
  readonly reason: string
  readonly at: Instant
  readonly detail: unknown
  /** What is open for its alarm, where no line takes that. */
  readonly open?: OpenFor
}

/** Any other event: the sources of the config say what it means. */
export interface ParsedEvent {
  readonly kind: 'event'
  readonly id: string
  /** Which service sent it, and what it is about, in that service's words. */
  readonly source: string
  readonly type: string
  readonly account: string
  readonly region: string
  readonly at: Instant
  /** As it came: what the patterns and paths of sources are about. */
  readonly event: { readonly detail: unknown }
}

/** A part of Andon itself cannot do its work, or can again: for those who look after Andon. */
export interface ParsedTrouble {
  readonly kind: 'trouble'
  /** What it is about: one incident at a time. */
  readonly key: string
  readonly title: string
  readonly state: 'alarm' | 'ok'
  readonly reason: string
  readonly at: Instant
  /** Which part says so. */
  readonly saidBy: string
}

/** A pull, before it is known which line its cord pulls. */
export interface ParsedPull {
  readonly kind: 'pull'
  readonly id: string
  readonly from: PulledFrom
  readonly click: Click
  readonly by: string
  readonly via: Way
  readonly reason?: string
  readonly at: Instant
  /** What the battery of the cord's button gives, where it says so. */
  readonly millivolts?: number
}

export type PulledFrom =
  | { readonly kind: 'cord'; readonly cord: string }
  | { readonly kind: 'button'; readonly serial: string }
  | { readonly kind: 'line'; readonly line: string }
