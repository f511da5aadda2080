import { busEventOf, lineEventOf } from '../domain/bus-event.ts'
import { type FollowUp, toFollowUp } from '../domain/escalation.ts'
import type { Entry } from '../domain/incident.ts'
import { isOnlyReasserted, type Line, released } from '../domain/line.ts'
import { newestRecords } from '../domain/run-record.ts'
import { lacksReasons } from '../domain/reasons.ts'
import { keepTrying, type ProjectionOutcome } from './keep-trying.ts'
import type { linesNow } from './lines-now.ts'
import { attempt, type LineNow, type Projection, type ProjectionPorts } from './projection.ts'
import { own } from '../domain/own.ts'
import { beginsByItself } from '../domain/trust.ts'
import { dueAfterwards } from '../domain/undo.ts'

/** What changed in the table, in order. */
export interface Changes {
  readonly lines: readonly { readonly before: Line | undefined; readonly after: Line }[]
  readonly entries: readonly Entry[]
}

export interface ProjectPorts extends ProjectionPorts {
  /** Lines by name, with the channels that each tells, and how calls on each are followed up. */
  readonly lines: Readonly<Record<string, FollowUp & { readonly channels: readonly string[] }>>
}

/** What did not go as it should, for the log. */
export type Trouble = (Exclude<ProjectionOutcome, { kind: 'made' }> | LeftToOnMinute) & {
  readonly projection: Projection
}
interface LeftToOnMinute {
  readonly kind: 'left-to-on-minute'
  readonly because: string
}

/**
 * Derives from the table's changes all that others see of them. Each projection stands by itself: one that fails is
 * tried later, or set aside, and keeps nobody waiting. Rejects when one could not even be set aside: then all come
 * again, and repeating is harmless.
 */
export async function project(
  ports: ProjectPorts,
  changes: Changes,
  linesOf: ReturnType<typeof linesNow>,
): Promise<readonly Trouble[]> {
  const newest = new Map(changes.lines.map(({ after }) => [after.name, after]))
  const lineNow = linesOf(newest)
  const lights = Promise.allSettled(lightsOf(ports, changes).map((light) => tellLight(ports, light, lineNow)))
  // The lamp comes first: its command must leave before the work for the others starts.
  await ports.clock.pause(1)
  const rest = Promise.allSettled(
    projectionsOf(ports, changes).map(async (projection) => ({
      projection,
      ...(await keepTrying(ports, projection, 0, lineNow)),
    })),
  )
  const efforts = [...(await lights), ...(await rest)]
  const failures = efforts.flatMap((effort) => (effort.status === 'rejected' ? [effort.reason] : []))
  if (failures.length > 0) {
    throw new AggregateError(
      failures,
      `${failures.length} of ${efforts.length} projections could neither be made nor set aside: ${failures.join('; ')}`,
    )
  }
  return efforts.flatMap((effort) =>
    effort.status === 'fulfilled' && effort.value.kind !== 'made' ? [effort.value] : [],
  )
}

interface DueLight {
  readonly light: string
  /** Nothing changed but the time, and on-minute repeats it soon. */
  readonly reasserted: boolean
}

/** Once for all of a batch: IoT Core takes about one retained message a second and topic. */
function lightsOf({ lights }: ProjectPorts, { lines }: Changes): DueLight[] {
  return Object.entries(lights).flatMap(([light, { shows }]) => {
    const changed = lines.filter(({ after }) => shows.includes(after.name))
    if (changed.length === 0) return []
    return [{ light, reasserted: changed.every(({ before, after }) => isOnlyReasserted(before, after)) }]
  })
}

/** A command that only repeats is not kept when it fails: each minute of a fault would add a useless dead letter. */
async function tellLight(ports: ProjectPorts, { light, reasserted }: DueLight, lineNow: LineNow) {
  const projection: Projection = { kind: 'light', light }
  if (!reasserted) return { projection, ...(await keepTrying(ports, projection, 0, lineNow)) }
  const made = await attempt(ports, projection, lineNow)
  return made.kind === 'made'
    ? { ...made, projection }
    : { kind: 'left-to-on-minute' as const, projection, because: made.because }
}

/** All that follows from changes, but for the lights. */
export function projectionsOf(ports: Pick<ProjectPorts, 'lines'>, changes: Changes): Projection[] {
  return [
    ...startsOf(changes),
    ...undosOf(changes),
    ...escalationsOf(ports, changes),
    ...releasesOf(changes),
    ...eventsOf(changes),
    ...noticesOf(ports, changes),
    ...newestRecords(changes.entries).map((run) => ({ kind: 'record' as const, run })),
    ...refillsOf(changes),
  ]
}

function startsOf({ entries }: Changes): Projection[] {
  return entries.flatMap(({ kind, incident: { id, state, playbook, trust = 'auto', runs = 1 } }) => {
    if (playbook === undefined || (kind !== 'opened' && kind !== 'run-asked')) return []
    if (state === 'working') return [{ kind: 'start', playbook, incident: id, ...(runs > 1 && { attempt: runs }) }]
    // People are called meanwhile.
    return beginsByItself(trust) ? [] : [{ kind: 'start', playbook, incident: id, suggest: true }]
  })
}

/** By a person's wish, or once the last thing that was needed for it has come: the end of the incident, or of the act. */
function undosOf({ entries }: Changes): Projection[] {
  return entries.flatMap(({ kind, incident }) => {
    const { id, playbook, version } = incident
    const isDue =
      kind === 'resolved' || kind === 'countermeasure-finished' ? dueAfterwards(incident).tries.length > 0 : false
    if (playbook === undefined || !(isDue || kind === 'undo-asked')) return []
    return [{ kind: 'undo', playbook, incident: id, because: isDue ? 'afterwards' : 'asked', version }]
  })
}

/** Only for calls that something follows while nobody answers. */
function escalationsOf({ lines }: Pick<ProjectPorts, 'lines'>, { entries }: Changes): Projection[] {
  return entries
    .flatMap((entry) => toFollowUp(entry, own(lines, entry.incident.line) ?? {}) ?? [])
    .map((call) => ({ kind: 'escalation', call }))
}

/** With every change: a released run asks its guards again, so one release too many is harmless, one too few is not. */
function releasesOf({ lines }: Changes): Projection[] {
  const all = lines.flatMap(({ before, after }) => released(before, after))
  const byCallback = new Map(all.map((held) => [held.callback, held]))
  return [...byCallback.values()].map((held) => ({ kind: 'release', ...held }))
}

/** A refill changes the line, so its result comes by here again. */
function refillsOf({ lines }: Changes): Projection[] {
  const lacking = new Set(lines.filter(({ after }) => lacksReasons(after)).map(({ after }) => after.name))
  return [...lacking].map((line) => ({ kind: 'refill', line }))
}

function eventsOf({ lines, entries }: Changes): Projection[] {
  const ofLines = lines.flatMap(({ before, after }) => lineEventOf(before, after) ?? [])
  const events = [...entries.map(busEventOf), ...ofLines]
  return events.length > 0 ? [{ kind: 'events', events }] : []
}

function noticesOf(ports: Pick<ProjectPorts, 'lines'>, { entries }: Changes): Projection[] {
  const due = entries.flatMap(({ incident: { id, version, line } }) =>
    (own(ports.lines, line)?.channels ?? []).map((channel) => ({ about: { incident: id }, version, channel })),
  )
  return due.length > 0 ? [{ kind: 'notices', due }] : []
}
