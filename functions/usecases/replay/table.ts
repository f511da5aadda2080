import type { Memory } from '../../domain/memory.ts'
import type { Demotion } from '../../domain/demotion.ts'
import { type Deeds, noDeeds, withDeed } from '../../domain/hands.ts'
import { type Entry, type Incident, isOpen } from '../../domain/incident.ts'
import type { Line } from '../../domain/line.ts'
import { byUrgency } from '../../domain/reasons.ts'
import type { Writes } from '../../domain/writes.ts'
import { Conflict, type HandsOfMachines, type Incidents, type Listings } from '../../ports.ts'

export interface TableInMemory {
  readonly incidents: Incidents
  readonly listings: Listings
  readonly hands: HandsOfMachines
  readonly all: () => readonly Incident[]
}

/** The incident table for a replay: as its port promises it, and gone afterwards. @param onSave called after each write */
export function tableInMemory(onSave: (writes: readonly Writes[]) => void): TableInMemory {
  const incidents = new Map<string, Incident>()
  const memories = new Map<string, Memory>()
  const lines = new Map<string, Line>()
  const demotions = new Map<string, Demotion>()
  const entries = new Map<string, Entry[]>()
  /** Of each line, so that a list of what is open looks at nothing else. */
  const open = new Map<string, Map<string, Incident>>()

  const memoryOf = (key: string): Memory | undefined => {
    const memory = memories.get(key)
    const incident = memory?.incident && incidents.get(memory.incident.id)
    return memory && { ...memory, ...(incident && { incident }) }
  }
  const refuse = ({ memory, change, demotion, line }: Writes) => {
    const known = memory && memories.get(memory.key)
    if (memory && (known?.signal !== memory.before?.signal || known?.at !== memory.before?.at)) throw new Conflict()
    if (change && incidents.get(change.after.id)?.version !== change.before?.version) throw new Conflict()
    const there = line && lines.get(line.after.name)
    if (there?.v !== line?.before?.v) throw new Conflict('', { line: there })
    if (demotion && demotions.get(demotion.after.playbook)?.v !== demotion.before?.v) throw new Conflict()
  }
  const write = ({ memory, change, demotion, line }: Writes) => {
    if (demotion) demotions.set(demotion.after.playbook, demotion.after)
    if (memory) memories.set(memory.key, memory.after)
    if (line) lines.set(line.after.name, line.after)
    if (change === undefined) return
    const { after, entry } = change
    incidents.set(after.id, after)
    entries.set(after.id, [...(entries.get(after.id) ?? []), entry])
    const ofLine = open.get(after.line) ?? new Map<string, Incident>()
    open.set(after.line, ofLine)
    if (isOpen(after)) ofLine.set(after.id, after)
    else ofLine.delete(after.id)
  }

  return {
    all: () => [...incidents.values()],
    hands: handsInMemory(lines, demotions),
    listings: {
      openOn: async (line, atMost) => [...(open.get(line)?.values() ?? [])].toSorted(byUrgency).slice(0, atMost),
      resolvedOn: async () => [],
    },
    incidents: {
      find: async (id) => incidents.get(id),
      line: async (name) => lines.get(name),
      timelineOf: async (id) => entries.get(id) ?? [],
      cut: (writes) => [writes],
      lookUp: async ({ keys = [], incidents: ids = [], lines: names = [], playbooks = [] }) => {
        const known = new Map(keys.map((key) => [key, memoryOf(key)]))
        const found = new Map(ids.map((id) => [id, incidents.get(id)]))
        const opened = [...known.values()].flatMap((memory) => memory?.incident?.line ?? [])
        const acted = [...found.values()].flatMap((incident) => incident?.line ?? [])
        const then = new Map([...names, ...opened, ...acted].map((name) => [name, lines.get(name)]))
        const down = new Map(playbooks.map((name) => [name, demotions.get(name)]))
        return {
          demotionOf: (name) => down.get(name),
          memoryOf: (key) => known.get(key),
          incident: (id) => found.get(id),
          line: (name) => then.get(name),
        }
      },
      // One after the other: of what is settled here, a save holds no more than one that would build on another.
      save: async (...writes) => {
        for (const one of writes) {
          refuse(one)
          write(one)
        }
        onSave(writes)
      },
    },
  }
}

function handsInMemory(lines: ReadonlyMap<string, Line>, demotions: ReadonlyMap<string, Demotion>): HandsOfMachines {
  const deeds = new Map<string, Deeds>()
  const at = (key: string) => deeds.get(key) ?? noDeeds
  return {
    async of(names, on) {
      const read = { lines: names.map((name) => lines.get(name)) }
      if (on === undefined) return read
      const { playbook, resource, group } = on
      const demotion = demotions.get(playbook)
      const done = { resource: at(`on ${resource}`), line: at(`of ${names[0]}`), demotion }
      return { ...read, hands: { ...done, ...(group !== undefined && { group: at(`in ${group}`) }) } }
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
