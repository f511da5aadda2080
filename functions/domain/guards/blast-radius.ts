import { durationOf, inWords } from '../duration.ts'
import { type Deeds, mostDeeds } from '../hands.ts'
import { secondsAfter } from '../instant.ts'
import { limitOf } from '../radius.ts'
import type { DescribedGuard } from './guard.ts'

/** A machine that goes through a group one by one spreads what it does wrong: beyond a few, people take a look. */
export const blastRadius: DescribedGuard = {
  name: 'blast-radius',
  objectsWhen: 'machines acted on many of one group lately: tasks of a service, instances of an Auto Scaling group',
  unlessTold: '`radius` of the playbook: 1 member or 20 % of the group, the larger, within an hour',
  judge({ about, hands }, now) {
    const group = about?.group
    if (about === undefined || group === undefined) return { kind: 'act' }
    const { mark, rules } = about
    const { name, size, members } = group
    const since = secondsAfter(now, -rules.radius.within)
    if (hands?.group === undefined || isForgotten(hands.group, since)) {
      return { kind: 'people', because: `nobody can tell on how many of ${name} machines acted lately` }
    }
    const lately = hands.group.all.filter((deed) => deed.mark !== mark && deed.at > since)
    const touched = new Set([...lately.flatMap((deed) => deed.members ?? [deed.resource]), ...members])
    const limit = limitOf(rules.radius, size)
    if (touched.size <= limit) return { kind: 'act' }
    const of = size === undefined ? '' : ` of ${size}`
    const because = `machines would have acted on ${touched.size}${of} of ${name} within ${inWords(durationOf(rules.radius.within))}, and may on ${limit}`
    return { kind: 'people', because }
  },
}

/** No more is remembered than this: there may have been others. */
const isForgotten = ({ all }: Deeds, since: string) => all.length >= mostDeeds && all.every(({ at }) => at > since)
