import { toSeconds } from '../domain/duration.ts'
import type { Rules } from '../domain/guards/guard-facts.ts'
import { byEveryName } from '../domain/line-names.ts'
import { own } from '../domain/own.ts'
import type { AndonConfig, ApprovalConfig } from './define-andon.ts'

/** On by default: whoever wants a machine to do more says so. */
const unlessTold = { cooldown: { minutes: 5 }, actsPerHour: 10, machinesPerHour: 20, within: { minutes: 15 } } as const

/** What the config says of a playbook, for guards; line by line. */
export function rulesOf({ lines, playbooks }: Pick<AndonConfig, 'lines' | 'playbooks'>) {
  const known = byEveryName(lines)
  return (playbook: string, line: string): Rules => {
    const { cooldown, actsPerHour, approval } = own(playbooks, playbook) ?? {}
    return {
      cooldown: toSeconds(cooldown ?? unlessTold.cooldown),
      playbookPerHour: actsPerHour ?? unlessTold.actsPerHour,
      linePerHour: own(known, line)?.machinesPerHour ?? unlessTold.machinesPerHour,
      decideWithin: timeToDecide(approval),
      someoneMayApprove: (own(known, line)?.may?.approve ?? []).length > 0,
      twoPeople: approval?.twoPeople ?? false,
    }
  }
}

/** Seconds. */
export const timeToDecide = ({ within = unlessTold.within }: ApprovalConfig = {}): number => toSeconds(within)
