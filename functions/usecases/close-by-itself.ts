import { type Duration, toSeconds } from '../domain/duration.ts'
import { type Incident, isMachines, isOpen } from '../domain/incident.ts'
import { type Instant, secondsBetween } from '../domain/instant.ts'
import type { Memory } from '../domain/memory.ts'
import { keyOfSource } from '../domain/place-event.ts'
import type { ClosingSignal } from '../domain/signal.ts'
import type { Clock, Incidents, Listings } from '../ports.ts'
import { takeIn } from './take-in.ts'

export interface ClosePorts {
  readonly incidents: Incidents
  readonly listings: Listings
  readonly clock: Clock
  /** The sources of the config whose incidents close by themselves. */
  readonly closing: readonly ClosingSource[]
}

export interface ClosingSource {
  readonly name: string
  readonly line: string
  readonly after: Duration
}

/** How many incidents of one line are closed at once. More wait for the next minute. */
const atMost = 100

/**
 * Closes what is open on a line and of whose source no event has come for long enough. It goes the way of a signal: an
 * event that comes at the same moment is not lost.
 */
export async function closeByItself(ports: ClosePorts, line: string, now: Instant): Promise<'closed' | 'nothing'> {
  const { incidents, listings } = ports
  const item = await incidents.line(line)
  if (item === undefined || item.open.help.all + item.open.stop.all === 0) return 'nothing'
  const candidates = (await listings.openOn(line)).flatMap((listed) => {
    const source = ports.closing.find(({ name }) => listed.key.startsWith(keyOfSource(name)))
    // What has been open for less time need not be looked at.
    const isYoung = source !== undefined && secondsBetween(listed.openedAt, now) < toSeconds(source.after)
    return source === undefined || isYoung || isMachines(listed) ? [] : [{ key: listed.key, after: source.after }]
  })
  if (candidates.length === 0) return 'nothing'
  const snapshot = await incidents.lookUp({ keys: candidates.map(({ key }) => key) })
  const due = candidates
    .flatMap(({ key, after }) => closingOf(key, after, snapshot.memoryOf(key), now) ?? [])
    .slice(0, atMost)
  for (const signal of due) await takeIn(ports, signal)
  return due.length > 0 ? 'closed' : 'nothing'
}

function closingOf(key: string, after: Duration, memory: Memory | undefined, now: Instant): ClosingSignal | undefined {
  const incident = memory?.incident
  if (memory === undefined || incident === undefined || !isOpen(incident)) return undefined
  if (secondsBetween(newest(memory.at, incident), now) < toSeconds(after)) return undefined
  const { line, title } = incident
  return { kind: 'closing', id: `${now} closing`, key, line, at: now, title, reason: '', after, since: memory.at }
}

/** An event, or the last thing that a machine has tried: what people were just called to does not close at once. */
function newest(at: Instant, { tried }: Incident): Instant {
  const last = tried.at(-1)?.startedAt
  return last !== undefined && last > at ? last : at
}
