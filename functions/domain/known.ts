import type { Memory } from './decide.ts'
import type { Incident } from './incident.ts'
import type { Line } from './line.ts'
import type { Writes } from './writes.ts'

/** What is known of what came in. Asking for what the table holds in a form that cannot be read throws. */
export interface Known {
  memoryOf(key: string): Memory | undefined
  incident(id: string): Incident | undefined
  line(name: string): Line | undefined
}

/** What is known, but for a line that has changed since. */
export const withLine = (known: Known, changed: Line): Known => ({
  memoryOf: (key) => known.memoryOf(key),
  incident: (id) => known.incident(id),
  line: (name) => (name === changed.name ? changed : known.line(name)),
})

/** What is known, and what shall be written laid over it: the next of a batch builds on the one before. */
export class Draft implements Known {
  readonly #known: Known
  readonly #memories = new Map<string, Memory>()
  readonly #incidents = new Map<string, Incident>()
  readonly #lines = new Map<string, Line>()

  constructor(known: Known) {
    this.#known = known
  }

  memoryOf(key: string): Memory | undefined {
    const memory = this.#memories.get(key) ?? this.#known.memoryOf(key)
    const incident = memory?.incident && this.#incidents.get(memory.incident.id)
    return memory && { ...memory, ...(incident && { incident }) }
  }

  incident(id: string): Incident | undefined {
    return this.#incidents.get(id) ?? this.#known.incident(id)
  }

  line(name: string): Line | undefined {
    return this.#lines.get(name) ?? this.#known.line(name)
  }

  lay({ memory, change, line }: Writes): void {
    if (memory) this.#memories.set(memory.key, memory.after)
    if (change) this.#incidents.set(change.after.id, change.after)
    if (line) this.#lines.set(line.after.name, line.after)
  }
}
