import type { Demotion } from '../functions/domain/demotion.ts'
import type { Memory } from '../functions/domain/memory.ts'
import { type Entry, type Incident, isOpen } from '../functions/domain/incident.ts'
import type { Line } from '../functions/domain/line.ts'
import { byUrgency } from '../functions/domain/reasons.ts'
import type { Writes } from '../functions/domain/writes.ts'
import { type Clock, Conflict, type Incidents, type Listings } from '../functions/ports.ts'
import { at } from './signals.ts'

import { handsInMemory, quiet } from './usecases/hands-in-memory.ts'

/** The incident table as its port promises it: all of a write or nothing, and only on what was read. */
export function aTable() {
  const incidents = new Map<string, Incident>()
  const memories = new Map<string, Memory>()
  const lines = new Map<string, Line>()
  const entries: Entry[] = []
  const demotions = new Map<string, Demotion>()
  let now = at('09:00')
  /** Called before each write; may write something else first, or refuse. */
  let beforeSave: (writes: readonly Writes[]) => Promise<void> | void = () => {}
  let cut: Incidents['cut'] = (writes) => [writes]
  let reads = 0
  let saves = 0

  const memoryOf = (key: string): Memory | undefined => {
    const memory = memories.get(key)
    const incident = memory?.incident && incidents.get(memory.incident.id)
    return memory && { ...memory, ...(incident && { incident }) }
  }
  const save = ({ memory, change, demotion, line }: Writes) => {
    const known = memory && memories.get(memory.key)
    if (memory && (known?.signal !== memory.before?.signal || known?.at !== memory.before?.at)) throw new Conflict()
    if (change && incidents.get(change.after.id)?.version !== change.before?.version) throw new Conflict()
    const there = line && lines.get(line.after.name)
    if (there?.v !== line?.before?.v) throw new Conflict('', { line: there })
    if (demotion && demotions.get(demotion.after.playbook)?.v !== demotion.before?.v) throw new Conflict()
    if (demotion) demotions.set(demotion.after.playbook, demotion.after)
    if (memory) memories.set(memory.key, memory.after)
    if (change) incidents.set(change.after.id, change.after)
    if (change) entries.push(change.entry)
    if (line) lines.set(line.after.name, line.after)
  }

  const table: Incidents = {
    find: async (id) => incidents.get(id),
    lookUp: async ({ keys = [], incidents: ids = [], lines: names = [], playbooks = [] }) => {
      reads++
      // As they are now: whoever looks later at what was read then must not see what was written since.
      const then = {
        memories: new Map(keys.map((key) => [key, memoryOf(key)])),
        incidents: new Map(ids.map((id) => [id, incidents.get(id)])),
        lines: new Map(lines),
        demotions: new Map(demotions),
      }
      const asked = (name: string, isIt: boolean) => {
        if (!isIt) throw new Error(`${name} was not asked for`)
      }
      const opened = [...then.memories.values()].flatMap((memory) => memory?.incident?.line ?? [])
      const answered = [...then.incidents.values()].flatMap((incident) => incident?.line ?? [])
      return {
        memoryOf: (key) => (asked(key, then.memories.has(key)), then.memories.get(key)),
        incident: (id) => (asked(id, then.incidents.has(id)), then.incidents.get(id)),
        demotionOf: (name) => (asked(name, playbooks.includes(name)), then.demotions.get(name)),
        line: (name) => (asked(name, [...names, ...opened, ...answered].includes(name)), then.lines.get(name)),
      }
    },
    timelineOf: async (id) => entries.filter(({ incident }) => incident.id === id),
    line: async (name) => lines.get(name),
    cut: (writes) => cut(writes),
    async save(...writes) {
      await beforeSave(writes)
      const before = [incidents, memories, lines, demotions].map((map) => new Map<string, any>(map))
      const length = entries.length
      try {
        for (const each of writes) save(each)
        saves++
      } catch (error) {
        for (const [nth, map] of [incidents, memories, lines, demotions].entries()) {
          map.clear()
          for (const [name, value] of before[nth]!) map.set(name, value)
        }
        entries.length = length
        throw error
      }
    },
  }
  let onPause = () => {}
  const clock: Clock = { now: () => now, pause: async () => onPause(), chance: () => 0 }
  /** What the lists have caught up with, while they are late. */
  let listed: readonly Incident[] | undefined
  const listings: Listings = {
    openOn: async (line, atMost) =>
      (listed ?? [...incidents.values()])
        .filter((incident) => incident.line === line && isOpen(incident))
        .sort(byUrgency)
        .slice(0, atMost),
    resolvedOn: async (day) =>
      (listed ?? [...incidents.values()]).filter(({ resolvedAt }) => resolvedAt?.slice(0, 10) === day),
  }

  return {
    ports: { incidents: table, listings, clock, hands: handsInMemory(async (name) => lines.get(name)), ...quiet },
    incidents: () => [...incidents.values()],
    line: (name = 'checkout') => lines.get(name),
    /** What the timelines say, in the order in which it was written. */
    said: () => entries.map(({ text }) => text),
    at: (time: string) => void (now = at(time)),
    beforeSave: (work: typeof beforeSave) => void (beforeSave = work),
    /** Late: they go on showing what is there now. */
    lists: (how: 'late' | 'at once') => void (listed = how === 'late' ? [...incidents.values()] : undefined),
    onPause: (work: typeof onPause) => void (onPause = work),
    /** As the table does with what has expired. */
    forget: (key: string) => void memories.delete(key),
    /** How a save that is too large is cut. */
    cuts: (how: typeof cut) => void (cut = how),
    /** How often the table was asked, and written to. */
    requests: () => ({ reads, saves }),
    /** All that it holds, to be compared. */
    all: () => {
      const withoutIncident = ({ incident, ...memory }: Memory) => ({ ...memory, incident: incident?.id })
      const remembered = [...memories].map(([key, memory]) => [key, withoutIncident(memory)] as const)
      return structuredClone({ incidents, memories: new Map(remembered), lines, entries })
    },
  }
}
