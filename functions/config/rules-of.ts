import { toSeconds } from '../domain/duration.ts'
import type { Origins, Rules } from '../domain/guards/guard-facts.ts'
import { byEveryName } from '../domain/line-names.ts'
import type { Origin } from '../domain/origin.ts'
import { own } from '../domain/own.ts'
import type { Radius } from '../domain/radius.ts'
import type { AndonConfig, ApprovalConfig, LineConfig, RadiusConfig } from './define-andon.ts'

/** On by default: whoever wants a machine to do more says so. */
const unlessTold = {
  cooldown: { minutes: 5 },
  actsPerHour: 10,
  machinesPerHour: 20,
  within: { minutes: 15 },
  radius: { atMost: 1, percent: 20 },
  radiusWithin: { hours: 1 },
} as const

type Rulebook = Pick<AndonConfig, 'lines' | 'playbooks' | 'sources'>

/** What the config says of a playbook, for guards; line by line. @param home where Andon itself is */
export function rulesOf({ lines, playbooks, sources = {} }: Rulebook, home: Origin) {
  const known = byEveryName(lines)
  return (playbook: string, name: string): Rules => {
    const { cooldown, actsPerHour, approval, radius } = own(playbooks, playbook) ?? {}
    const line = own(known, name)
    const ofSources = Object.values(sources).filter((source) => own(known, source.line) === line)
    const choices = [...(line?.playbooks ?? []), ...ofSources.flatMap((source) => source.playbooks ?? [])]
    return {
      cooldown: toSeconds(cooldown ?? unlessTold.cooldown),
      playbookPerHour: actsPerHour ?? unlessTold.actsPerHour,
      linePerHour: line?.machinesPerHour ?? unlessTold.machinesPerHour,
      decideWithin: timeToDecide(approval),
      someoneMayApprove: (line?.may?.approve ?? []).length > 0,
      twoPeople: approval?.twoPeople ?? false,
      radius: radiusOf(radius),
      origins: originsOf(
        line,
        home,
        choices.flatMap(({ run, from }) => (run === playbook ? (from ?? []) : [])),
      ),
    }
  }
}

const originsOf = (
  { accounts, regions }: Pick<LineConfig, 'accounts' | 'regions'> = {},
  home: Origin,
  chosen: readonly Origin[],
): Origins => ({ ...(accounts && { accounts }), ...(regions && { regions }), home, chosen })

/** Of one figure that is told the other is no part. */
function radiusOf({ atMost, percent, within = unlessTold.radiusWithin }: RadiusConfig = {}): Radius {
  const isTold = atMost !== undefined || percent !== undefined
  const figures = isTold ? { atMost: atMost ?? 0, percent: percent ?? 0 } : unlessTold.radius
  return { ...figures, within: toSeconds(within) }
}

/** Seconds. */
export const timeToDecide = ({ within = unlessTold.within }: ApprovalConfig = {}): number => toSeconds(within)
