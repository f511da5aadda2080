import type { Demotion, DemotionSeen } from './demotion.ts'
import type { Memory } from './memory.ts'
import type { Incident } from './incident.ts'
import type { Line } from './line.ts'
import type { Writes } from './writes.ts'

/** What the table holds about a batch, as it was read. Asking for an item that cannot be read throws. */
export interface Snapshot {
  memoryOf(key: string): Memory | undefined
  incident(id: string): Incident | undefined
  line(name: string): Line | undefined
  /** Never throws: what cannot be read says so. */
  demotionOf(playbook: string): DemotionSeen
}

/** The snapshot with a newer state of one line. */
export const withLine = (snapshot: Snapshot, changed: Line): Snapshot => ({
  memoryOf: (key) => snapshot.memoryOf(key),
  incident: (id) => snapshot.incident(id),
  line: (name) => (name === changed.name ? changed : snapshot.line(name)),
  demotionOf: (playbook) => snapshot.demotionOf(playbook),
})

/** A snapshot with unsaved writes laid over it: each of a batch builds on the one before. */
export class Draft implements Snapshot {
  readonly #snapshot: Snapshot
  readonly #memories = new Map<string, Memory>()
  readonly #incidents = new Map<string, Incident>()
  readonly #lines = new Map<string, Line>()
  readonly #demotions = new Map<string, Demotion>()

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot
  }

  memoryOf(key: string): Memory | undefined {
    const memory = this.#memories.get(key) ?? this.#snapshot.memoryOf(key)
    const incident = memory?.incident && this.#incidents.get(memory.incident.id)
    return memory && { ...memory, ...(incident && { incident }) }
  }

  incident(id: string): Incident | undefined {
    return this.#incidents.get(id) ?? this.#snapshot.incident(id)
  }

  line(name: string): Line | undefined {
    return this.#lines.get(name) ?? this.#snapshot.line(name)
  }

  demotionOf(playbook: string): DemotionSeen {
    return this.#demotions.get(playbook) ?? this.#snapshot.demotionOf(playbook)
  }

  lay({ memory, change, demotion, line }: Writes): void {
    if (memory) this.#memories.set(memory.key, memory.after)
    if (change) this.#incidents.set(change.after.id, change.after)
    if (demotion) this.#demotions.set(demotion.after.playbook, demotion.after)
    if (line) this.#lines.set(line.after.name, line.after)
  }
}
