import { waitedForAt } from '../hands.ts'
import type { DescribedGuard } from './guard.ts'

/** One machine at a time works on one thing: until its incident is over, or its proof is due. */
export const resourceBusy: DescribedGuard = {
  name: 'resource-busy',
  forAnotherMachine: true,
  objectsWhen: 'a machine acted on the same thing for another incident that is not over',
  unlessTold: 'until that one’s proof is due',
  judge({ incident, about, hands }, now) {
    if (about === undefined) return { kind: 'act' }
    if (hands === undefined)
      return { kind: 'people', because: `nobody can tell whether a machine is at ${about.resource}` }
    const [last] = waitedForAt(hands, incident.id, now).toSorted((one, other) => (one.until < other.until ? 1 : -1))
    if (last === undefined) return { kind: 'act' }
    const because = `${last.playbook} is at ${about.resource} for another incident`
    return { kind: 'hold', because, until: { kind: 'instant', at: last.until } }
  },
}
