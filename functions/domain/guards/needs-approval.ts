import type { Incident } from '../incident.ts'
import type { AboutToDo, DescribedGuard } from './guard.ts'

/** Whether a person has to be asked about exactly that plan. */
export const isUnapproved = ({ trust = 'auto', approved }: Incident, { plan }: AboutToDo): boolean =>
  trust !== 'auto' && plan !== undefined && approved?.plan !== plan.plan

/** A playbook that has not earned to act by itself asks, for each plan by itself: what has changed since asks again. */
export const needsApproval: DescribedGuard = {
  name: 'needs-approval',
  objectsWhen: 'the playbook is not trusted to act by itself',
  unlessTold: '`trust` of the playbook: `suggest`',
  judge({ incident, about }) {
    if (about?.plan === undefined || !isUnapproved(incident, about)) return { kind: 'act' }
    const because = `may it ${about.plan.title}?`
    return { kind: 'hold', because, until: { kind: 'decision', within: about.rules.decideWithin } }
  },
}
