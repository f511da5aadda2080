import type { Click } from '../../iot/contract/cord-pull.ts'
import type { Answer, Way } from './act.ts'
import type { Instant } from './instant.ts'

/** What a parser makes of a message, before it is known which line it is about. */
export type ParsedMessage = ParsedAlarm | ParsedPull | Answer | { readonly kind: 'nothing'; readonly because: string }

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
  readonly state: 'alarm' | 'ok' | 'no-data'
  readonly reason: string
  readonly at: Instant
  /** Where people can look at it; missing where there is no public console. */
  readonly url?: string
  /** The event's `detail` as it came: what the lines' patterns are about. */
  readonly detail: unknown
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
