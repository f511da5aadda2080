import { underWayAt } from '../hands.ts'
import type { DescribedGuard } from './guard.ts'

/**
 * What goes wrong while a machine acts may be its own doing. It waits until that act is proved, or its proof is due; then
 * it may act, but not do the same once more: that either caused it or did not help.
 */
export const ownSideEffect: DescribedGuard = {
  name: 'own-side-effect',
  forAnotherMachine: true,
  objectsWhen: 'its alarm went off while another act on the line was under way',
  unlessTold: 'until that act is proved or its proof is due; for the same act on the same thing people are called',
  judge({ incident, about, hands }, now) {
    // Without the fact, resource-busy lets nothing pass.
    if (about === undefined || hands === undefined) return { kind: 'act' }
    const since = underWayAt(hands, incident.id, incident.openedAt)
    const [last] = since.filter(({ until }) => until > now).toSorted((a, b) => (a.until < b.until ? 1 : -1))
    if (last !== undefined) {
      const because = `it began while ${last.playbook} acted on ${last.resource}, and may come of that`
      return { kind: 'hold', because, until: { kind: 'instant', at: last.until } }
    }
    const same = since.some((deed) => deed.playbook === about.playbook && deed.resource === about.resource)
    if (!same) return { kind: 'act' }
    const because = `${about.playbook} acted on ${about.resource} as it began, so the same once more would not help`
    return { kind: 'people', because }
  },
}
