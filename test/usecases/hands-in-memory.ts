import type { DemotionSeen } from '../../functions/domain/demotion.ts'
import { type Deeds, noDeeds, withDeed } from '../../functions/domain/hands.ts'
import { Conflict, type HandsOfMachines } from '../../functions/ports.ts'

/** What machines did, kept as the table keeps it: each write on condition that nothing was written since. */
export function handsInMemory(): HandsOfMachines & {
  readonly deeds: Map<string, Deeds>
  /** Of every playbook. */
  demotion: DemotionSeen
} {
  const deeds = new Map<string, Deeds>()
  const at = (key: string) => deeds.get(key) ?? noDeeds
  return {
    deeds,
    demotion: undefined,
    async of(resource, line) {
      return { resource: at(`on ${resource}`), line: at(`of ${line}`), demotion: this.demotion }
    },
    async add(before, deed, line) {
      const keys = [`on ${deed.resource}`, `of ${line}`] as const
      if (at(keys[0]).v !== before.resource.v || at(keys[1]).v !== before.line.v) throw new Conflict()
      deeds.set(keys[0], withDeed(before.resource, deed))
      deeds.set(keys[1], withDeed(before.line, deed))
    },
  }
}

export const aRun = { kind: 'run' } as const
/** As the config has it where it says nothing. */
export const someRules = {
  cooldown: 300,
  playbookPerHour: 10,
  linePerHour: 20,
  decideWithin: 900,
  twoPeople: false,
  someoneMayApprove: true,
}
