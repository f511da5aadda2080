import { type Duration, toSeconds } from '../domain/duration.ts'
import { isMachines } from '../domain/incident.ts'
import { type Instant, secondsBetween } from '../domain/instant.ts'
import type { ListedIncident } from '../domain/listed-incident.ts'
import { keyOfSource } from '../domain/place-event.ts'
import type { ClosingSignal } from '../domain/signal.ts'
import type { Clock, Incidents, Listings } from '../ports.ts'
import { takeInAll } from './take-in.ts'

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

/**
 * Closes what is open on a line and of whose source no event has come for long enough. It goes the way of signals: what
 * is due is decided by what the table holds, and an event that comes at the same moment is not lost.
 */
export async function closeByItself(ports: ClosePorts, line: string, now: Instant): Promise<'closed' | 'nothing'> {
  const item = await ports.incidents.line(line)
  if (item === undefined || item.open.help.all + item.open.stop.all === 0) return 'nothing'
  const open = await ports.listings.openOn(line)
  const outcomes = await takeInAll(
    ports,
    open.flatMap((listed) => closingOf(ports.closing, listed, now)),
  )
  const failures = outcomes.flatMap((outcome) => (outcome.kind === 'failed' ? [outcome.error] : []))
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} could not be closed: ${failures.join('; ')}`)
  const isClosed = outcomes.some((outcome) => outcome.kind === 'settled' && outcome.settled.kind === 'change')
  return isClosed ? 'closed' : 'nothing'
}

/** Lists lag behind, and do not say when the newest event came: so some are asked for too early. */
function closingOf(closing: readonly ClosingSource[], listed: ListedIncident, now: Instant): ClosingSignal[] {
  const { key, line, title, openedAt } = listed
  const source = closing.find(({ name }) => key.startsWith(keyOfSource(name)))
  if (source === undefined || isMachines(listed)) return []
  const { after } = source
  // What has been open for less time need not be looked at.
  if (secondsBetween(openedAt, now) < toSeconds(after)) return []
  return [{ kind: 'closing', id: `${now} closing`, key, line, at: now, title, reason: '', after }]
}
