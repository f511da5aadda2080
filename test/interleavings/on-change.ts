import type { Entry } from '../../functions/domain/incident.ts'
import type { Line } from '../../functions/domain/line.ts'
import type { Writes } from '../../functions/domain/writes.ts'
import type { Incidents, Playbooks } from '../../functions/ports.ts'
import { keepTrying } from '../../functions/usecases/keep-trying.ts'
import { linesNow } from '../../functions/usecases/lines-now.ts'
import { project, type ProjectPorts } from '../../functions/usecases/project.ts'
import type { Projection } from '../../functions/usecases/projection.ts'
import type { aTable } from '../table-in-memory.ts'
import type { History } from './history.ts'
import { NoAnswer, Process, type Turns } from './turns.ts'

type LineChange = { readonly before: Line | undefined; readonly after: Line }

interface Around {
  readonly turns: Turns
  readonly history: History
  readonly tableFor: (process: Process) => Incidents
  readonly listings: ReturnType<typeof aTable>['ports']['listings']
  /** Lambda, when it answers. */
  readonly start: (name: string, payload: unknown) => void
  readonly release: (callback: string) => void
  readonly setAside: (reason: string) => void
}

const nothing = async () => undefined

/** The table's stream, and what on-change makes of it: each item's changes in their order, each at least once. */
export class OnChange {
  readonly #around: Around
  readonly #turns: Turns
  readonly #lines = new Map<string, LineChange[]>()
  readonly #entries = new Map<string, Entry[]>()
  readonly #delivering = new Set<unknown>()
  /** Projections that are tried later, as JSON. */
  readonly #later = new Set<string>()
  readonly #answered: boolean[]
  readonly #twice: boolean[]

  constructor(around: Around) {
    this.#around = around
    this.#turns = around.turns
    this.#answered = [...around.history.starts]
    this.#twice = [...around.history.streamTwice]
  }

  put({ change, line }: Writes): void {
    if (change) {
      const queue = queueOf(this.#entries, change.after.id)
      queue.push(change.entry)
      this.#flow(queue, (entries) => ({ lines: [], entries }))
    }
    if (line) {
      const queue = queueOf(this.#lines, line.after.name)
      queue.push(line)
      this.#flow(queue, (lines) => ({ lines, entries: [] }))
    }
  }

  /** Whether something that follows from an incident has not come yet. */
  isDue(incident: string): boolean {
    return (this.#entries.get(incident)?.length ?? 0) > 0 || [...this.#later].some((one) => one.includes(incident))
  }

  #flow<T>(queue: T[], changesOf: (batch: T[]) => Parameters<typeof project>[1]): void {
    if (queue.length === 0 || this.#delivering.has(queue)) return
    this.#delivering.add(queue)
    const batch = queue.slice()
    const isTwice = this.#twice.shift() ?? false
    const done = () => {
      this.#delivering.delete(queue)
      if (!isTwice) queue.splice(0, batch.length)
      this.#flow(queue, changesOf)
    }
    const again = () => {
      this.#delivering.delete(queue)
      this.#turns.after(2, () => this.#flow(queue, changesOf))
    }
    const process = new Process('on-change', again)
    const ports = this.#ports(process)
    this.#turns.after(0.2, () => {
      project(ports, changesOf(batch), linesNow(ports)).then(
        () => (this.#turns.drop(process), done()),
        () => (this.#turns.drop(process), again()),
      )
    })
  }

  #retry(projection: Projection, tries: number): void {
    const key = JSON.stringify(projection)
    const again = () => {
      this.#later.add(key)
      this.#turns.after(30, () => this.#retry(projection, tries))
    }
    const process = new Process('on-change, again', again)
    const ports = this.#ports(process)
    this.#later.delete(key)
    keepTrying(ports, projection, tries, linesNow(ports)(new Map())).then(
      () => this.#turns.drop(process),
      () => (this.#turns.drop(process), again()),
    )
  }

  #ports(process: Process): ProjectPorts {
    const { tableFor, listings, setAside } = this.#around
    return {
      incidents: tableFor(process),
      listings,
      clock: this.#turns.clockOf(process),
      light: { command: nothing },
      bus: { put: nothing },
      playbooks: this.#playbooks(process),
      escalations: { start: nothing },
      notices: { put: nothing },
      records: { put: nothing },
      retries: {
        put: async (projection, tries, seconds) => {
          this.#later.add(JSON.stringify(projection))
          this.#turns.after(seconds, () => this.#retry(projection, tries))
        },
      },
      deadLetters: { setAside: async (_, reason) => setAside(reason) },
      isFinal: () => false,
      lights: {},
      lines: { checkout: { channels: [] }, search: { channels: [] } },
    }
  }

  /** Whoever is not answered does not know whether it was done. */
  #playbooks(process: Process): Playbooks {
    const { start, release } = this.#around
    const lambda = async (work: () => void) => {
      await this.#turns.turn(process, true)
      if (this.#answered.shift() === false) throw new NoAnswer('Lambda is not there')
      work()
      await this.#turns.turn(process, true)
    }
    return {
      start: (playbook, incident, attempt, suggest) =>
        lambda(() => start(`${incident}-${attempt}`, { incident, playbook, ...(suggest ? { suggest } : { attempt }) })),
      undo: (playbook, incident, undo, version) =>
        lambda(() => start(`${incident}-u${version}`, { incident, playbook, undo, version })),
      release: (callback) => lambda(() => release(callback)),
    }
  }
}

function queueOf<T>(queues: Map<string, T[]>, key: string): T[] {
  const queue = queues.get(key) ?? []
  queues.set(key, queue)
  return queue
}
