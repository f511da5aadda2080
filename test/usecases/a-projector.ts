import type { LightCommand } from '../../iot/contract/light-command.ts'
import type { BusEvent } from '../../functions/domain/bus-event.ts'
import type { Entry } from '../../functions/domain/incident.ts'
import type { Incidents, RefusedEntries } from '../../functions/ports.ts'
import { keepTrying } from '../../functions/usecases/keep-trying.ts'
import { linesNow } from '../../functions/usecases/lines-now.ts'
import { type Changes, project, type ProjectPorts } from '../../functions/usecases/project.ts'
import type { Projection } from '../../functions/usecases/projection.ts'
import { aTable } from '../table-in-memory.ts'

export class Denied extends Error {
  override readonly name = 'AccessDeniedException'
}

type Kind = Projection['kind'] | 'retries' | 'letters'

/** A table, and on-change behind it, in a world whose parts fail as told. */
export function aProjector() {
  const table = aTable()
  /** What each part of the world says to a call; it may throw. */
  const trouble = new Map<Kind, (about: string) => void>()
  const meet = (kind: Kind, about = '') => trouble.get(kind)?.(about)
  const commands: { light: string; command: LightCommand }[] = []
  const made: string[] = []
  /** Which versions of which incidents channels were to be told. */
  const told: string[] = []
  const queue: { projection: Projection; tries: number; seconds: number }[] = []
  const letters: { projection: Projection; reason: string }[] = []
  let unread: { lines: Changes['lines'][number][]; entries: Entry[] } = { lines: [], entries: [] }
  let reads = 0
  let refused: (events: readonly BusEvent[]) => RefusedEntries<BusEvent> | undefined = () => undefined

  const incidents: Incidents = {
    ...table.ports.incidents,
    async line(name) {
      reads++
      return table.line(name)
    },
    async save(...writes) {
      await table.ports.incidents.save(...writes)
      for (const { line, change } of writes) {
        if (line) unread.lines.push(line)
        if (change) unread.entries.push(change.entry)
      }
    },
  }
  const ports: ProjectPorts = {
    incidents,
    listings: table.ports.listings,
    clock: table.ports.clock,
    light: {
      async command(light, command) {
        meet('light', light)
        commands.push({ light, command })
      },
    },
    bus: {
      async put(events) {
        meet('events')
        const left = refused(events)
        const taken = events.filter((event) => !left?.entries.includes(event))
        made.push(...taken.map(({ type, detail }) => `bus: ${type} of ${String(detail['line'])}`))
        return left
      },
    },
    playbooks: {
      async start(playbook, incident) {
        meet('start', incident)
        made.push(`start: ${playbook}`)
      },
      async undo(playbook, incident, because, version) {
        meet('undo', incident)
        made.push(`undo: ${playbook}, ${because}, ${version}`)
      },
      async release(callback) {
        meet('release', callback)
        made.push(`release: ${callback}`)
      },
    },
    escalations: {
      async start(call) {
        meet('escalation', call.incident)
        made.push(`escalate: ${call.line}, ${call.state}`)
      },
    },
    notices: {
      async put(due) {
        meet('notices')
        made.push(...due.map(({ channel, version }) => `notice: ${channel}, ${version}`))
        told.push(...due.map(({ about, version }) => `${'incident' in about ? about.incident : about.line} ${version}`))
        return undefined
      },
    },
    records: {
      async put(run) {
        meet('record', run.incident)
        made.push(`record: ${run.playbook}, ${run.outcome}`)
      },
    },
    retries: {
      async put(projection, tries, seconds) {
        meet('retries')
        queue.push({ projection, tries, seconds })
      },
    },
    deadLetters: {
      async setAside(body, reason) {
        meet('letters')
        letters.push({ projection: JSON.parse(body), reason })
      },
    },
    isFinal: (error) => error instanceof Denied,
    lights: {
      'desk-1': { shows: ['checkout'] },
      'desk-2': { shows: ['search'] },
      wall: { shows: ['checkout', 'search'] },
    },
    lines: {
      checkout: { channels: ['checkout'], answerWithin: { minutes: 5 } },
      search: { channels: ['search'], answerWithin: { minutes: 5 } },
    },
  }

  let linesOf = linesNow(ports)
  /** Makes what is tried later, once each. */
  async function retryOnce(): Promise<void> {
    for (const { projection, tries } of queue.splice(0)) await keepTrying(ports, projection, tries, linesOf(new Map()))
  }
  const all = () => {
    const changes = unread
    unread = { lines: [], entries: [] }
    return changes
  }

  return {
    table,
    ports,
    made,
    due: told,
    letters,
    queue,
    commands,
    reads: () => reads,
    shown: (light: string) => commands.flatMap((one) => (one.light === light ? [one.command.state] : [])),
    fail: (kind: Kind, error: Error, isIt: (about: string) => boolean = () => true) =>
      trouble.set(kind, (about) => {
        if (isIt(about)) throw error
      }),
    mend: (kind: Kind) => trouble.delete(kind),
    refuse: (how: typeof refused) => (refused = how),
    /** What was written since it was asked last. */
    batch: all,
    passOn: (changes: Changes = all()) => project(ports, changes, linesOf),
    retryOnce,
    /** Until nothing is left in the stream or to be tried later. */
    settle: async () => {
      while (unread.lines.length + unread.entries.length + queue.length > 0) {
        await project(ports, all(), linesOf)
        await retryOnce()
      }
    },
    /** Lambda may take another process at any time. */
    anotherProcess: () => (linesOf = linesNow(ports)),
  }
}
