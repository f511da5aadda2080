import type { Instant } from './instant.ts'

/** A fact from outside about one line: it became bad, or good again. Its raw shape ended at the edge. */
export type Signal = AlarmSignal | DeviceSignal

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
  readonly state: 'alarm' | 'ok' | 'no-data'
}

/** A CloudWatch alarm changed. Many of them make a flood. */
export interface AlarmSignal extends AboutALine {
  readonly kind: 'alarm'
  /** Where people can look at it. */
  readonly url?: string
  readonly account: string
  readonly region: string
  /** Its account or region is not Andon's own. */
  readonly elsewhere?: true
  readonly tags?: Readonly<Record<string, string>>
  /** What a machine may try, if anything. */
  readonly playbook?: ChosenPlaybook
  /** Title of the playbook that would be tried, were the alarm of where its choice says. */
  readonly withheld?: string
}

/**
 * One of Andon's own devices needs somebody, or no longer does: a silent lamp, a weak battery. Never part of a flood.
 */
export interface DeviceSignal extends AboutALine {
  readonly kind: 'device'
  /** Which device says so. */
  readonly saidBy: string
}

export interface ChosenPlaybook {
  readonly name: string
  readonly title: string
  readonly atMostPerHour: number
}
