import type { DemotionSeen } from '../../domain/demotion.ts'
import { type Deeds, noDeeds, withDeed } from '../../domain/hands.ts'
import type { Line } from '../../domain/line.ts'
import { Conflict, type HandsOfMachines } from '../../ports.ts'

export interface KeptInMemory {
  /** By their keys, as they stand. */
  readonly deeds: Map<string, Deeds>
  readonly lineOf: (name: string) => Promise<Line | undefined>
  /** Of every playbook. */
  readonly demotion: () => DemotionSeen
}

/** What machines did, kept as the table keeps it: each write on condition that nothing was written since. */
export function handsInMemory({ deeds, lineOf, demotion }: KeptInMemory): HandsOfMachines {
  const at = (key: string) => deeds.get(key) ?? noDeeds
  return {
    async of(names, on) {
      const lines = await Promise.all(names.map(lineOf))
      if (on === undefined) return { lines }
      const { resource, group } = on
      const done = { resource: at(`on ${resource}`), line: at(`of ${names[0]}`), demotion: demotion() }
      return { lines, hands: { ...done, ...(group !== undefined && { group: at(`in ${group}`) }) } }
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
      for (const one of all) deeds.set(one.key, withDeed(one.read, one.deed))
    },
  }
}
