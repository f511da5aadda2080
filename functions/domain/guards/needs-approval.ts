import type { Incident } from '../incident.ts'
import type { AboutToDo, Guard } from './guard.ts'

/** Whether a person has to be asked about exactly that plan. */
export const isUnapproved = ({ trust = 'auto', approved }: Incident, { plan }: AboutToDo): boolean =>
  trust !== 'auto' && plan !== undefined && approved?.plan !== plan.plan

/** A playbook that has not earned to act by itself asks, for each plan by itself: what has changed since asks again. */
export const needsApproval: Guard = {
  name: 'needs-approval',
  judge({ incident, about }) {
    if (about?.plan === undefined || !isUnapproved(incident, about)) return { kind: 'act' }
    const because = `may it ${about.plan.title}?`
    return { kind: 'hold', because, until: { kind: 'decision', within: about.rules.decideWithin } }
  },
}
