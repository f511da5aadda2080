import { count, type Finding, type Standing } from './findings.ts'

/** What hangs on a stack that is to be deleted. */
export interface GoingAway extends Pick<Standing, 'open' | 'subscribers' | 'installed'> {
  /** Those that others have put on the bus. */
  readonly rules: readonly string[]
}

/** What deleting the stack ends, what is in its way first. Incidents stay in the table, which is kept. */
export function goingAway({ open, subscribers, installed, rules }: GoingAway): readonly Finding[] {
  return [
    ...rules.map((name): Finding => ({
      kind: 'rule',
      name,
      lost: true,
      says: `rule ${name} is on the bus andon: EventBridge deletes no bus that has rules`,
      remedy: 'delete it first: its targets with `aws events remove-targets`, then `aws events delete-rule`',
    })),
    ...Object.entries(subscribers)
      .filter(([, subscribed]) => subscribed > 0)
      .map(([name, subscribed]): Finding => ({
        kind: 'topic',
        name,
        lost: true,
        says: `topic ${name} goes, and ${count(subscribed, 'subscription')} to it`,
      })),
    ...[...installed].map((name): Finding => ({
      kind: 'light',
      name,
      lost: true,
      says: `light ${name} is shut out: its lamp will show "unknown", and must be enrolled anew to come back`,
    })),
    ...Object.entries(open)
      .filter(([, incidents]) => incidents.length > 0)
      .map(([name, incidents]): Finding => ({
        kind: 'line',
        name,
        lost: false,
        says: `line ${name} goes: of ${count(incidents.length, 'open incident')}, kept in the table, nobody is told any more`,
        incidents: incidents.map(({ id }) => id),
      })),
  ]
}
