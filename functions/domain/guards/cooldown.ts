import { secondsAfter } from '../instant.ts'
import type { DescribedGuard } from './guard.ts'

/** What a playbook did to a thing a moment ago may still be about to help: it is not done again at once. */
export const cooldown: DescribedGuard = {
  name: 'cooldown',
  objectsWhen: 'the same playbook acted on the same thing a moment ago',
  unlessTold: '`cooldown` of the playbook: 5 minutes',
  judge({ incident, about, hands }, now) {
    // Without the fact, resource-busy lets nothing pass.
    if (about === undefined || hands === undefined) return { kind: 'act' }
    const last = hands.resource.all.findLast(
      (deed) => deed.playbook === about.playbook && deed.incident !== incident.id,
    )
    const until = last && secondsAfter(last.at, about.rules.cooldown)
    if (until === undefined || until <= now) return { kind: 'act' }
    const because = `${about.playbook} acted on ${about.resource} a moment ago`
    return { kind: 'hold', because, until: { kind: 'instant', at: until } }
  },
}
