import { isDeepStrictEqual } from 'node:util'
import type { Memory } from '../functions/domain/decide.ts'
import { type Entry, type Incident, isOpen } from '../functions/domain/incident.ts'
import type { Line } from '../functions/domain/line.ts'
import { byUrgency } from '../functions/domain/reasons.ts'
import { type Clock, Conflict, type Incidents, type Listings } from '../functions/ports.ts'
import { at } from './signals.ts'

/** The incident table as its port promises it: all of a write or nothing, and only on what was read. */
export function aTable() {
  const incidents = new Map<string, Incident>()
  const memories = new Map<string, Memory>()
  const lines = new Map<string, Line>()
  const entries: Entry[] = []
  let now = at('09:00')
  /** Called before each write; may write something else first. */
  let beforeSave: () => Promise<void> | void = () => {}

  const table: Incidents = {
    find: async (id) => incidents.get(id),
    memoryOf: async (key) => {
      const memory = memories.get(key)
      const incident = memory?.incident && incidents.get(memory.incident.id)
      return memory && { ...memory, ...(incident && { incident }) }
    },
    timelineOf: async (id) => entries.filter(({ incident }) => incident.id === id),
    line: async (name) => lines.get(name),
    async save({ memory, change, line }) {
      await beforeSave()
      const known = memory && memories.get(memory.key)
      if (memory && (known?.signal !== memory.before?.signal || known?.at !== memory.before?.at)) throw new Conflict()
      if (change && incidents.get(change.after.id)?.version !== change.before?.version) throw new Conflict()
      if (line && !isDeepStrictEqual(lines.get(line.after.name)?.v, line.before?.v)) throw new Conflict()
      if (memory) memories.set(memory.key, memory.after)
      if (change) incidents.set(change.after.id, change.after)
      if (change) entries.push(change.entry)
      if (line) lines.set(line.after.name, line.after)
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
    ports: { incidents: table, listings, clock },
    incidents: () => [...incidents.values()],
    line: (name = 'checkout') => lines.get(name),
    /** What the timelines say, in the order in which it was written. */
    said: () => entries.map(({ text }) => text),
    at: (time: string) => void (now = at(time)),
    beforeSave: (work: typeof beforeSave) => void (beforeSave = work),
    /** Late: they go on showing what is there now. */
    lists: (how: 'late' | 'at once') => void (listed = how === 'late' ? [...incidents.values()] : undefined),
    onPause: (work: typeof onPause) => void (onPause = work),
  }
}
