import type { Memory } from '../../domain/memory.ts'
import { type Entry, type Incident, isOpen } from '../../domain/incident.ts'
import type { Line } from '../../domain/line.ts'
import { byUrgency } from '../../domain/reasons.ts'
import type { Snapshot } from '../../domain/snapshot.ts'
import type { Writes } from '../../domain/writes.ts'
import { Conflict, type HandsOfMachines, type Incidents, type Listings, type Wanted } from '../../ports.ts'
import { handsInMemory } from './hands-in-memory.ts'

/**
 * The incident table for a replay: as its port promises it, and gone afterwards. It keeps no demotions: that a playbook
 * failed is just what a replay cannot know, and one failure would put it down for the rest of the month.
 */
export class TableInMemory {
  readonly #incidents = new Map<string, Incident>()
  readonly #memories = new Map<string, Memory>()
  readonly #lines = new Map<string, Line>()
  readonly #entries = new Map<string, Entry[]>()
  /** Of each line, so that a list of what is open looks at nothing else. */
  readonly #open = new Map<string, Map<string, Incident>>()
  readonly #onSave: (writes: readonly Writes[]) => void

  /** @param onSave called after each write */
  constructor(onSave: (writes: readonly Writes[]) => void) {
    this.#onSave = onSave
  }

  readonly hands: HandsOfMachines = handsInMemory({
    deeds: new Map(),
    lineOf: async (name) => this.#lines.get(name),
    demotion: () => undefined,
  })

  readonly listings: Listings = {
    openOn: async (line, atMost) => [...(this.#open.get(line)?.values() ?? [])].toSorted(byUrgency).slice(0, atMost),
    resolvedOn: async () => [],
  }

  readonly incidents: Incidents = {
    find: async (id) => this.#incidents.get(id),
    line: async (name) => this.#lines.get(name),
    timelineOf: async (id) => this.#entries.get(id) ?? [],
    cut: (writes) => [writes],
    lookUp: async (wanted) => this.#lookUp(wanted),
    save: async (...writes) => {
      for (const one of writes) {
        this.#refuse(one)
        this.#write(one)
      }
      this.#onSave(writes)
    },
  }

  all(): readonly Incident[] {
    return [...this.#incidents.values()]
  }

  #memoryOf(key: string): Memory | undefined {
    const memory = this.#memories.get(key)
    const incident = memory?.incident && this.#incidents.get(memory.incident.id)
    return memory && { ...memory, ...(incident && { incident }) }
  }

  /** As it is now: what is written since is not in it. */
  #lookUp({ keys = [], incidents = [], lines = [] }: Wanted): Snapshot {
    const memories = new Map(keys.map((key) => [key, this.#memoryOf(key)]))
    const found = new Map(incidents.map((id) => [id, this.#incidents.get(id)]))
    const opened = [...memories.values()].flatMap((memory) => memory?.incident?.line ?? [])
    const acted = [...found.values()].flatMap((incident) => incident?.line ?? [])
    const then = new Map([...lines, ...opened, ...acted].map((name) => [name, this.#lines.get(name)]))
    return {
      memoryOf: (key) => memories.get(key),
      incident: (id) => found.get(id),
      line: (name) => then.get(name),
      demotionOf: () => undefined,
    }
  }

  #refuse({ memory, change, line }: Writes): void {
    const known = memory && this.#memories.get(memory.key)
    if (memory && (known?.signal !== memory.before?.signal || known?.at !== memory.before?.at)) throw new Conflict()
    if (change && this.#incidents.get(change.after.id)?.version !== change.before?.version) throw new Conflict()
    const there = line && this.#lines.get(line.after.name)
    if (there?.v !== line?.before?.v) throw new Conflict('', { line: there })
  }

  #write({ memory, change, line }: Writes): void {
    if (memory) this.#memories.set(memory.key, memory.after)
    if (line) this.#lines.set(line.after.name, line.after)
    if (change === undefined) return
    const { after, entry } = change
    this.#incidents.set(after.id, after)
    this.#entries.set(after.id, [...(this.#entries.get(after.id) ?? []), entry])
    const ofLine = this.#open.get(after.line) ?? new Map<string, Incident>()
    this.#open.set(after.line, ofLine)
    if (isOpen(after)) ofLine.set(after.id, after)
    else ofLine.delete(after.id)
  }
}
