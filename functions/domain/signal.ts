import type { Click } from '../../iot/contract/cord-pull.ts'
import type { Instant } from './instant.ts'

/** A fact from outside about one line. Its raw shape ended at the edge. */
export type Signal = AlarmSignal | PullSignal

interface AboutALine {
  /** The same for every delivery of the same fact. */
  readonly id: string
  /** What the fact is about; an incident is opened by the first signal of its key. */
  readonly key: string
  readonly line: string
  /** When it became so, by the clock of whoever says it. */
  readonly at: Instant
  readonly title: string
  /** Why, in the words of whoever says it. Hostile text: escape it where it is shown. */
  readonly reason: string
}

export interface AlarmSignal extends AboutALine {
  readonly kind: 'alarm'
  readonly state: 'alarm' | 'ok' | 'no-data'
  /** Where people can look at it. */
  readonly url?: string
  /** Who says so, where it is not a CloudWatch alarm. */
  readonly saidBy?: string
  /** What a machine may try, if anything. */
  readonly playbook?: ChosenPlaybook
}

export interface ChosenPlaybook {
  readonly name: string
  readonly title: string
  readonly atMostPerHour: number
}

export interface PullSignal extends AboutALine {
  readonly kind: 'pull'
  readonly click: Click
  readonly by: string
}
