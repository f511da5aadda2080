import type { DemotionSeen } from '../../functions/domain/demotion.ts'
import { type Deeds, noDeeds, withDeed } from '../../functions/domain/hands.ts'
import type { Line } from '../../functions/domain/line.ts'
import { Conflict, type HandsOfMachines } from '../../functions/ports.ts'

/** What machines did, kept as the table keeps it: each write on condition that nothing was written since. */
export function handsInMemory(
  lineOf: (name: string) => Promise<Line | undefined> = async () => undefined,
): HandsOfMachines & {
  readonly deeds: Map<string, Deeds>
  /** Of every playbook. */
  demotion: DemotionSeen
} {
  const deeds = new Map<string, Deeds>()
  const at = (key: string) => deeds.get(key) ?? noDeeds
  return {
    deeds,
    demotion: undefined,
    async of(names, on) {
      const lines = await Promise.all(names.map(lineOf))
      if (on === undefined) return { lines }
      const group = on.group === undefined ? {} : { group: at(`in ${on.group}`) }
      const { demotion } = this
      return { lines, hands: { resource: at(`on ${on.resource}`), line: at(`of ${names[0]}`), ...group, demotion } }
    },
    async add(before, deed, { line, group }) {
      const all = [
        { key: `on ${deed.resource}`, read: before.resource, deed },
        { key: `of ${line}`, read: before.line, deed },
        ...(group && before.group
          ? [{ key: `in ${group.name}`, read: before.group, deed: { ...deed, members: group.members } }]
          : []),
      ]
      if (all.some(({ key, read }) => at(key).v !== read.v)) throw new Conflict()
      for (const { key, read, deed } of all) deeds.set(key, withDeed(read, deed))
    },
  }
}

/** Nothing is stopped, nobody works on anything, and nothing is protected. */
export const quiet = {
  machines: async () => ({ kind: 'run' }) as const,
  maintenance: async () => ({ kind: 'none' }) as const,
  protection: async () => ({ kind: 'none' }) as const,
}

/** As the config has it where it says nothing. */
export const someRules = {
  cooldown: 300,
  playbookPerHour: 10,
  linePerHour: 20,
  decideWithin: 900,
  twoPeople: false,
  radius: { atMost: 1, percent: 20, within: 3600 },
  origins: { home: { account: '000000000000', region: 'eu-central-1' }, chosen: [] },
  someoneMayApprove: true,
}
