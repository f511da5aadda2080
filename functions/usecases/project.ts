import { busEventOf, lineEventOf } from '../domain/bus-event.ts'
import { callOf } from '../domain/call.ts'
import type { Entry } from '../domain/incident.ts'
import { commandFor } from '../domain/light.ts'
import { instant } from '../domain/instant.ts'
import { type Line, newLine, released } from '../domain/line.ts'
import { lacksReasons } from '../domain/reasons.ts'
import type { Bus, Clock, Escalations, Incidents, Light, Listings, NoticeQueue, Playbooks } from '../ports.ts'
import { refillReasons } from './refill-reasons.ts'

/** What changed in the table, in order. */
export interface Changes {
  readonly lines: readonly { readonly before: Line | undefined; readonly after: Line }[]
  readonly entries: readonly Entry[]
}

export interface ProjectPorts {
  readonly incidents: Incidents
  readonly listings: Listings
  readonly clock: Clock
  readonly light: Light
  readonly bus: Bus
  readonly playbooks: Playbooks
  readonly escalations: Escalations
  readonly notices: NoticeQueue
  /** Lights by name, with the lines that each shows. */
  readonly lights: Readonly<Record<string, { readonly shows: readonly string[] }>>
  /** Lines by name, with the channels that each tells. */
  readonly lines: Readonly<Record<string, { readonly channels: readonly string[] }>>
}

/**
 * Derives from the table's changes all that others see of them. Each projection stands by itself, so that a deaf chat
 * does not keep the lamp dark; each may be made again, so a failure of any is simply retried with all.
 */
export async function project(ports: ProjectPorts, changes: Changes): Promise<void> {
  const efforts = await Promise.allSettled([
    ...lightsOf(ports, changes),
    ...playbooksOf(ports, changes),
    ...escalationsOf(ports, changes),
    ...releasesOf(ports, changes),
    ...refillsOf(ports, changes),
    toldToBus(ports, changes),
    toldToChannels(ports, changes),
  ])
  const failures = efforts.flatMap((effort) => (effort.status === 'rejected' ? [effort.reason] : []))
  if (failures.length > 0) {
    throw new AggregateError(
      failures,
      `${failures.length} of ${efforts.length} projections failed: ${failures.join('; ')}`,
    )
  }
}

/** The epoch of a line that has no item yet: earlier than any that it will get, or its first command would seem old. */
const neverWritten = instant(0)

/** Only the newest state of a line is told: IoT Core takes about one retained message a second and topic. */
function lightsOf(ports: ProjectPorts, { lines }: Changes): Promise<void>[] {
  const newest = new Map(lines.map(({ after }) => [after.name, after]))
  return Object.entries(ports.lights)
    .filter(([, { shows }]) => shows.some((name) => newest.has(name)))
    .map(async ([light, { shows }]) => {
      const at = ports.clock.now()
      const [first, ...others] = await Promise.all(
        shows.map(
          async (name) => newest.get(name) ?? (await ports.incidents.line(name)) ?? newLine(name, neverWritten),
        ),
      )
      if (first !== undefined) await ports.light.command(light, commandFor([first, ...others], at))
    })
}

function playbooksOf(ports: ProjectPorts, { entries }: Changes): Promise<void>[] {
  return entries.flatMap(({ kind, incident: { id, state, playbook } }) =>
    kind === 'opened' && state === 'working' && playbook !== undefined ? [ports.playbooks.start(playbook, id)] : [],
  )
}

function escalationsOf(ports: ProjectPorts, { entries }: Changes): Promise<void>[] {
  return entries.flatMap((entry) => callOf(entry) ?? []).map((call) => ports.escalations.start(call))
}

/** Of every change: what is told to go on asks the guards again, so one too many does no harm, but none may be missed. */
function releasesOf(ports: ProjectPorts, { lines }: Changes): Promise<void>[] {
  const callbacks = new Set(lines.flatMap(({ before, after }) => released(before, after)))
  return [...callbacks].map((callback) => ports.playbooks.release(callback))
}

/** What is written so comes by here again, as a change of the line. */
function refillsOf(ports: ProjectPorts, { lines }: Changes): Promise<unknown>[] {
  const lacking = new Set(lines.filter(({ after }) => lacksReasons(after)).map(({ after }) => after.name))
  return [...lacking].map((line) => refillReasons(ports, line))
}

async function toldToBus(ports: ProjectPorts, { lines, entries }: Changes): Promise<void> {
  const ofLines = lines.flatMap(({ before, after }) => lineEventOf(before, after) ?? [])
  const events = [...entries.map(busEventOf), ...ofLines]
  if (events.length > 0) await ports.bus.put(events)
}

async function toldToChannels(ports: ProjectPorts, { entries }: Changes): Promise<void> {
  const due = entries.flatMap(({ incident: { id, version, line } }) =>
    (ports.lines[line]?.channels ?? []).map((channel) => ({ incident: id, version, channel })),
  )
  if (due.length > 0) await ports.notices.put(due)
}
