/**
 * How a playbook's run came out. They are kept apart, because only the first one says that the machine helped; what a
 * machine may do by itself is earned by it.
 */
export const outcomes = [
  /** It acted, and the alarm (or the source's clearing event) said within the countermeasure's time that it is over. */
  'proved',
  /** It acted, and the alarm cleared later than that: it may have been something else. */
  'late',
  /** The alarm cleared before anything was done. */
  'by-itself',
  /** A person said that it is over, before the alarm did and before the machine was through. */
  'by-person',
  /** Nobody can tell: the alarm has no data, is muted or gone; or its source never says that it is over. */
  'unprovable',
  /** It acted, and the alarm did not clear. */
  'gave-up',
  /** Nothing could be done: each act failed. */
  'failed',
  /** A person did not let it. */
  'refused',
  /** It asked, and nobody decided in time. */
  'expired',
  /** A guard, or a fault, kept it from acting. */
  'held',
  /** It said what it would do, and nobody started it. */
  'only-said',
] as const
export type Outcome = (typeof outcomes)[number]

const words = {
  proved: 'proved: it cleared in time',
  late: 'acted, but it cleared later than its time',
  'by-itself': 'it cleared by itself, before anything was done',
  'by-person': 'a person ended it before that was proved',
  unprovable: 'nobody can tell whether it helped',
  'gave-up': 'gave up: acted, and it did not clear',
  failed: 'failed: nothing could be done',
  refused: 'a person refused it',
  expired: 'nobody decided in time',
  held: 'kept from acting',
  'only-said': 'said what it would do, and did nothing',
} as const satisfies Record<Outcome, string>

export const outcomeInWords = (outcome: Outcome): string => words[outcome]
