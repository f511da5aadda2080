import type { Duration } from './duration.ts'
import type { FromSignal, SignalInputs } from './from-signal.ts'
import type { Instant } from './instant.ts'
import type { Trust } from './trust.ts'

/** A fact from outside about one line: it became bad, or good again. Its raw shape ended at the edge. */
export type Signal = AlarmSignal | DeviceSignal | EventSignal | ClosingSignal

interface AboutALine {
  /** The same for every delivery of the same fact. */
  readonly id: string
  /** What the fact is about; an incident is opened by the first signal of its key. */
  readonly key: string
  readonly line: string
  /** When it became so, by the sender's clock. */
  readonly at: Instant
  readonly title: string
  /** Why, in the sender's words. Hostile text: escape it where it is shown. */
  readonly reason: string
}

/**
 * How an alarm stands. `muted`: it holds, but a mute rule is active. `suppressed`: it is composite and holds, but its
 * suppressor is active. Of both nobody is to hear.
 */
export type AlarmState = 'alarm' | 'ok' | 'no-data' | 'deleted' | 'muted' | 'suppressed'

/** What becomes of an open incident when its alarm has no data: it stays, it is resolved, or people are called anew. */
export type NoData = 'keep' | 'resolve' | 'help'

/** What comes from the account's services, and may start a machine. Many of them make a flood. */
interface FromAService extends AboutALine {
  readonly account: string
  readonly region: string
  /** Its account or region is not Andon's own. */
  readonly elsewhere?: true
  /** What a machine may try, if anything. */
  readonly playbook?: ChosenPlaybook
  /** What it gives to the playbook's actions, if they ask for anything. */
  readonly inputs?: SignalInputs
  /** Title of the playbook that would be tried, were the signal of where its choice says. */
  readonly withheld?: string
}

/** A CloudWatch alarm changed. */
export interface AlarmSignal extends FromAService {
  readonly kind: 'alarm'
  readonly state: AlarmState
  /** When CloudWatch was asked, if this is an answer of it and no event. */
  readonly seen?: Instant
  /** The incident that is open for it, as far as who asked CloudWatch knows. */
  readonly incident?: string
  /** What the line wants when the alarm has no data. */
  readonly noData?: NoData
  /** Where people can look at it. */
  readonly url?: string
  readonly tags?: Readonly<Record<string, string>>
}

/** What a source of the config makes of an event. An event has no other states. */
export interface EventSignal extends FromAService {
  readonly kind: 'event'
  readonly state: 'alarm' | 'ok'
  /** The source's name in the config. */
  readonly source: string
  readonly severity: Severity
  /** No event says that it is over. */
  readonly neverClears?: true
}

/** How urgent it is: the line stops; people are called; or people are called, though it can wait. */
export type Severity = (typeof severities)[number]
export const severities = ['stop', 'help', 'low'] as const

/** An incident closes by itself, if nothing of its key has come for so long. */
export interface ClosingSignal extends AboutALine {
  readonly kind: 'closing'
  readonly after: Duration
}

/**
 * One of Andon's own devices needs somebody, or no longer does: a silent lamp, a weak battery. Never part of a flood.
 */
export interface DeviceSignal extends AboutALine {
  readonly kind: 'device'
  readonly state: 'alarm' | 'ok'
  /** Which device says so. */
  readonly saidBy: string
}

export interface ChosenPlaybook {
  readonly name: string
  readonly title: string
  readonly atMostPerHour: number
  readonly trust: Trust
  /** What its actions take from the signal, if anything. */
  readonly asks?: readonly Pick<FromSignal, 'fromSignal' | 'name'>[]
}

/**
 * One of an alarm's contributors (a time series of a Metrics Insights alarm) changed, while the alarm itself may not. It
 * is told within the alarm's incident.
 */
export interface ContributorSignal {
  readonly kind: 'contributor'
  readonly id: string
  /** The contributor's own. */
  readonly key: string
  /** The key of its alarm. */
  readonly alarm: string
  readonly line: string
  readonly at: Instant
  /** Which one, in words. Hostile text. */
  readonly name: string
  readonly state: 'alarm' | 'ok'
  readonly reason: string
}
