import { isClearing } from './clearing.ts'
import { type Incident, isOpen, isThrough, type Try } from './incident.ts'

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

/** Why the machine hands an incident to people. */
export type HandOver = 'through' | 'expired' | 'held'

const hasActed = ({ outcome, failed }: Try): boolean => outcome !== undefined && !failed

/** How it stands for the run, as the machine hands its incident over. */
export function outcomeByHandOver({ tried, neverClears }: Incident, why: HandOver): Outcome {
  if (why === 'expired') return 'expired'
  if (tried.some(hasActed)) return neverClears ? 'unprovable' : 'gave-up'
  return why === 'through' ? 'failed' : 'held'
}

/**
 * How the last run for an incident came out. `undefined`: no playbook is for it, or nobody can say yet. What gave up
 * may still clear, late; all else is final.
 */
export function outcomeOf(incident: Incident): Outcome | undefined {
  const { playbook, ended, resolvedBy, silenced } = incident
  if (playbook === undefined) return undefined
  if (ended !== undefined && ended !== 'gave-up') return ended
  if (isOpen(incident)) return ended
  // It may be acting at this moment.
  if (ended === undefined && !isThrough(incident)) return undefined
  if (silenced) return ended ?? 'unprovable'
  return isClearing(resolvedBy) ? outcomeByClearing(incident) : (ended ?? 'by-person')
}

/** By the alarm's own time: it may be heard of later, or while the machine acts. */
function outcomeByClearing({ tried, ended, openedAt, resolvedAt = openedAt }: Incident): Outcome {
  const last = tried.findLast((one) => hasActed(one) && one.startedAt <= resolvedAt)
  if (last === undefined) return 'by-itself'
  const isInTime = last.proofDue === undefined ? ended === undefined : resolvedAt <= last.proofDue
  return isInTime ? 'proved' : 'late'
}

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
