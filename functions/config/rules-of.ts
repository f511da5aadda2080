import { type Duration, toSeconds } from '../domain/duration.ts'
import type { Rules } from '../domain/guards/guard-facts.ts'
import { own } from '../domain/own.ts'
import type { AndonConfig } from './define-andon.ts'

/** On by default: whoever wants a machine to do more says so. */
const unlessTold = { cooldown: { minutes: 5 }, actsPerHour: 10, machinesPerHour: 20, within: { minutes: 15 } } as const

/** What the config says of a playbook, for guards; line by line. */
export const rulesOf =
  ({ lines, playbooks }: Pick<AndonConfig, 'lines' | 'playbooks'>) =>
  (playbook: string, line: string): Rules => {
    const { cooldown, actsPerHour, approval } = own(playbooks, playbook) ?? {}
    const seconds = (given: Duration | undefined, otherwise: Duration) => toSeconds(given ?? otherwise)
    return {
      cooldown: seconds(cooldown, unlessTold.cooldown),
      playbookPerHour: actsPerHour ?? unlessTold.actsPerHour,
      linePerHour: own(lines, line)?.machinesPerHour ?? unlessTold.machinesPerHour,
      decideWithin: seconds(approval?.within, unlessTold.within),
      twoPeople: approval?.twoPeople ?? false,
    }
  }
