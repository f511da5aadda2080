import { type DemotionSeen, effectiveTrust, isDemoted } from '../demotion.ts'
import type { Hands } from '../hands.ts'
import type { Incident } from '../incident.ts'
import type { AboutToDo, DescribedGuard } from './guard.ts'

/** Whether a person has to be asked about exactly that plan. @param hands missing: then nothing is known of its trust */
export function isUnapproved({ trust = 'auto', approved }: Incident, { plan }: AboutToDo, hands: Hands | undefined) {
  const isTrusted = effectiveTrust(trust, hands === undefined ? 'unreadable' : hands.demotion) === 'auto'
  return !isTrusted && plan !== undefined && approved?.plan !== plan.plan
}

/** A playbook that has not earned to act by itself asks, for each plan by itself: what has changed since asks again. */
export const needsApproval: DescribedGuard = {
  name: 'needs-approval',
  objectsWhen: 'the playbook is not trusted to act by itself, or was put down for it failed',
  unlessTold: '`trust` of the playbook: `suggest`',
  judge({ incident, about, hands }) {
    if (about?.plan === undefined || !isUnapproved(incident, about, hands)) return { kind: 'act' }
    const why = whyItAsks(hands?.demotion)
    if (!about.rules.someoneMayApprove) {
      const because = `${about.playbook} must ask before it acts${why}, and nobody may approve on ${incident.line}`
      return { kind: 'people', because }
    }
    const because = `may it ${about.plan.title}?${why}`
    return { kind: 'hold', because, until: { kind: 'decision', within: about.rules.decideWithin } }
  },
}

function whyItAsks(demotion: DemotionSeen): string {
  if (demotion === undefined || !isDemoted(demotion)) return ''
  return demotion === 'unreadable'
    ? ' (it asks because its trust cannot be read)'
    : ` (it asks since it failed at ${demotion.incident})`
}
