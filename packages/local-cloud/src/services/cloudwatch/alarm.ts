import type { AlarmMoment, Dimensions, Silence, SuppressedBy } from './event.ts'

/** An imitated alarm, as it is kept. */
export interface KeptAlarm extends AlarmMoment {
  readonly dimensions: Dimensions
  /** As an event said. */
  readonly composite?: boolean | undefined
  /** Name of the alarm that suppresses it while it is in ALARM. An alarm that has one is composite. */
  readonly suppressor?: string | undefined
  /** As an event said that somebody else sent; it holds until the next one. */
  readonly suppressedBy?: SuppressedBy | undefined
}

export const isComposite = ({ composite = false, suppressor }: KeptAlarm) => composite || suppressor !== undefined

/** What CloudWatch says of an alarm that was never evaluated. */
export const unchecked = {
  value: 'INSUFFICIENT_DATA',
  reason: 'Unchecked: Initial alarm creation',
  dimensions: {},
} as const

export interface KnownAlarm {
  readonly name: string
  readonly kept: KeptAlarm
  /** Only where it is asked for: it looks through the mute rules. */
  readonly silence: () => Silence
}
