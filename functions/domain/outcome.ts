import { isClearing } from './clearing.ts'
import { type Incident, isOpen, isThrough, type Try } from './incident.ts'
import type { Outcome } from './outcomes.ts'

/** Why the machine hands an incident to people. */
export type HandOver = 'through' | 'expired' | 'held'

const hasActed = ({ outcome, failed }: Try): boolean => outcome !== undefined && !failed

/** How it stands for the run, as the machine hands its incident over. */
export function outcomeByHandOver({ tried, neverClears }: Incident, why: HandOver): Outcome {
  if (why === 'expired') return 'expired'
  if (tried.some(hasActed)) return neverClears ? 'unprovable' : 'gave-up'
  // What was kept from acting says nothing about the playbook, and takes no trust away.
  return why === 'through' && !tried.every(({ kept }) => kept) ? 'failed' : 'held'
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
function outcomeByClearing({ tried, ended, openedAt, calledAt, resolvedAt = openedAt }: Incident): Outcome {
  const last = tried.findLast((one) => hasActed(one) && one.startedAt <= resolvedAt)
  if (last === undefined) return 'by-itself'
  // Once people were called, nobody waited for it any more.
  if (ended !== undefined && (calledAt === undefined || resolvedAt > calledAt)) return 'late'
  return last.proofDue === undefined || resolvedAt <= last.proofDue ? 'proved' : 'late'
}
