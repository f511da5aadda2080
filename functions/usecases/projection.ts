import type { BusEvent } from '../domain/bus-event.ts'
import type { CallForPeople } from '../domain/call-for-people.ts'
import { commandFor } from '../domain/light.ts'
import { instant } from '../domain/instant.ts'
import { type Line, newLine } from '../domain/line.ts'
import type { RunRecord } from '../domain/run-record.ts'
import type { DueNotice } from '../domain/notice.ts'
import type {
  Bus,
  Clock,
  DeadLetters,
  Escalations,
  Incidents,
  Light,
  Listings,
  NoticeQueue,
  Playbooks,
  RefusedEntries,
  RunRecords,
} from '../ports.ts'
import { refillReasons } from './refill-reasons.ts'
import { own } from '../domain/own.ts'

/**
 * One thing that follows from a change of the table. Plain data, so that it can wait in a queue, be read by people and
 * be sent again as it is. Repeating any of them is harmless.
 */
export type Projection =
  /** The light is told its lines as the table has them by then. */
  | { readonly kind: 'light'; readonly light: string }
  | {
      readonly kind: 'start'
      readonly playbook: string
      readonly incident: string
      /** Missing: the first. */
      readonly attempt?: number
      readonly suggest?: true
    }
  | {
      readonly kind: 'undo'
      readonly playbook: string
      readonly incident: string
      readonly because: 'asked' | 'afterwards'
      readonly version: number
    }
  | { readonly kind: 'release'; readonly callback: string; readonly incident: string }
  | { readonly kind: 'escalation'; readonly call: CallForPeople }
  | { readonly kind: 'events'; readonly events: readonly BusEvent[] }
  | { readonly kind: 'notices'; readonly due: readonly DueNotice[] }
  /** How a playbook's run came out is put on its record. */
  | { readonly kind: 'record'; readonly run: RunRecord }
  /** The line's reasons ran low while more is open. */
  | { readonly kind: 'refill'; readonly line: string }

export interface ProjectionPorts {
  readonly incidents: Incidents
  readonly listings: Listings
  readonly clock: Clock
  readonly light: Light
  readonly bus: Bus
  readonly playbooks: Playbooks
  readonly escalations: Escalations
  readonly notices: NoticeQueue
  readonly records: Pick<RunRecords, 'put'>
  readonly retries: Retries
  readonly deadLetters: DeadLetters
  /** Whether what went wrong would go wrong again, however often it is tried: denied, not there, not valid. */
  readonly isFinal: (error: unknown) => boolean
  /** Lights by name, with the lines that each shows. */
  readonly lights: Readonly<Record<string, { readonly shows: readonly string[] }>>
}

/** Where a projection that failed waits until it is tried again. */
export interface Retries {
  /** @param tries how often it has failed */
  put(projection: Projection, tries: number, seconds: number): Promise<void>
}

export type Attempt =
  | { readonly kind: 'made' }
  | {
      readonly kind: 'failed'
      /** What is left of it to be done. */
      readonly left: Projection
      readonly because: string
      /** It would fail again. */
      readonly final: boolean
    }

/** The line as it stands now; `undefined`: nothing has ever happened on it. */
export type LineNow = (name: string) => Promise<Line | undefined>

/** Tries to make a projection. Never rejects: a failure must not harm the others. */
export async function attempt(ports: ProjectionPorts, projection: Projection, lineNow: LineNow): Promise<Attempt> {
  try {
    const refused = await make(ports, projection, lineNow)
    return refused === undefined ? { kind: 'made' } : { kind: 'failed', final: false, ...refused }
  } catch (error) {
    return { kind: 'failed', left: projection, because: inShort(error), final: ports.isFinal(error) }
  }
}

type Left = Pick<Extract<Attempt, { kind: 'failed' }>, 'left' | 'because'>

async function make(ports: ProjectionPorts, projection: Projection, lineNow: LineNow): Promise<Left | undefined> {
  switch (projection.kind) {
    case 'light':
      await command(ports, projection.light, lineNow)
      return undefined
    case 'start':
      await ports.playbooks.start(
        projection.playbook,
        projection.incident,
        projection.attempt ?? 1,
        projection.suggest ?? false,
      )
      return undefined
    case 'undo':
      await ports.playbooks.undo(projection.playbook, projection.incident, projection.because, projection.version)
      return undefined
    case 'release':
      await ports.playbooks.release(projection.callback)
      return undefined
    case 'escalation':
      await ports.escalations.start(projection.call)
      return undefined
    case 'events':
      return rest(await ports.bus.put(projection.events), (events) => ({ kind: 'events', events }))
    case 'notices':
      return rest(await ports.notices.put(projection.due), (due) => ({ kind: 'notices', due }))
    case 'record':
      await ports.records.put(projection.run)
      return undefined
    case 'refill':
      await refillReasons(ports, projection.line)
      return undefined
  }
}

/** The epoch of a line that has no item yet: earlier than any that it will get, or its first command would seem old. */
const neverWritten = instant(0)

/** A line as lights are told it. */
export const asShown = (name: string, line: Line | undefined): Line => line ?? newLine(name, neverWritten)

async function command({ clock, light, lights }: ProjectionPorts, name: string, lineNow: LineNow): Promise<void> {
  const at = clock.now()
  const shows = own(lights, name)?.shows ?? []
  const [first, ...others] = await Promise.all(shows.map(async (line) => asShown(line, await lineNow(line))))
  if (first !== undefined) await light.command(name, commandFor([first, ...others], at))
}

function rest<T>(
  refused: RefusedEntries<T> | undefined,
  projection: (entries: readonly T[]) => Projection,
): Left | undefined {
  return refused && { left: projection(refused.entries), because: refused.because }
}

/** How many entries one message carries: SQS limits its size. */
const mostEntries = 10

/** A projection in messages that a queue takes, in order. */
export function inMessages(projection: Projection): readonly Projection[] {
  switch (projection.kind) {
    case 'events':
      return inTens(projection.events).map((events) => ({ kind: 'events', events }))
    case 'notices':
      return inTens(projection.due).map((due) => ({ kind: 'notices', due }))
    case 'light':
    case 'start':
    case 'undo':
    case 'release':
    case 'escalation':
    case 'record':
    case 'refill':
      return [projection]
  }
}

const inTens = <T>(all: readonly T[]) =>
  Array.from({ length: Math.ceil(all.length / mostEntries) }, (_, nth) =>
    all.slice(nth * mostEntries, (nth + 1) * mostEntries),
  )

/** What AWS says can be long, and goes to chat. */
const longest = 300
export const inShort = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, longest)
