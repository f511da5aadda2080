import { minutesBefore } from '../instant.ts'
import type { DescribedGuard } from './guard.ts'

/** A machine that acts again and again mends nothing: beyond so many acts an hour people take a look. */
export const hourlyBreaker: DescribedGuard = {
  name: 'hourly-breaker',
  objectsWhen: 'machines acted too often within the hour',
  unlessTold: '`actsPerHour` of the playbook: 10; `machinesPerHour` of the line: 20',
  judge({ incident, about, hands }, now) {
    // Without the fact, resource-busy lets nothing pass.
    if (about === undefined || hands === undefined) return { kind: 'act' }
    const { playbook, rules, mark } = about
    const lately = hands.line.all.filter((deed) => deed.mark !== mark && deed.at > minutesBefore(now, 60))
    const own = lately.filter((deed) => deed.playbook === playbook).length
    if (own >= rules.playbookPerHour) {
      return { kind: 'people', because: `${playbook} acted ${own} times within the hour, its limit` }
    }
    if (lately.length >= rules.linePerHour) {
      const because = `machines acted ${lately.length} times on ${incident.line} within the hour, the limit of the line`
      return { kind: 'people', because }
    }
    return { kind: 'act' }
  },
}
