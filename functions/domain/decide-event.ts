import { decideOpening } from './decide-alarm.ts'
import { inWords, toSeconds } from './duration.ts'
import { isMachines, type Incident, type Change } from './incident.ts'
import { changed, resolved } from './incident-changes.ts'
import { type Instant, secondsBetween } from './instant.ts'
import { change, type Decision, ignore, type Memory, note, openIncidentOf } from './memory.ts'
import type { ClosingSignal, EventSignal } from './signal.ts'

/** What an event of a source in the config means, given what is remembered of its key. */
export function decideEvent(known: Memory | undefined, signal: EventSignal): Decision {
  if (known && [signal.id, closedAfter(signal.id)].includes(known.signal)) return ignore('repeated')
  // Events arrive late and in any order; their own times, in whole seconds, say which came first.
  if (known && isStale(known, signal)) return ignore('stale')
  const incident = openIncidentOf(known)
  if (signal.state === 'ok') {
    if (incident === undefined) return note(known, signal, 'nothing-open')
    return change(known, signal, resolved(incident, signal.at, 'its source'))
  }
  return incident ? note(known, signal, 'already-open') : decideOpening(known, signal)
}

/** Both within the same second: the order of arrival must not matter, so what is wrong has the last word. */
function isStale(known: Memory, signal: EventSignal): boolean {
  if (signal.at !== known.at) return signal.at < known.at
  return signal.state === 'ok'
}

/**
 * No event has come for so long, and nobody was called to it within that time. What a machine is at does not close: it
 * would seem to have helped.
 */
export function decideClosing(known: Memory | undefined, signal: ClosingSignal): Decision {
  const incident = openIncidentOf(known)
  if (known === undefined || incident === undefined) return ignore('nothing-open')
  const quietFor = secondsBetween(newest(known.at, incident), signal.at)
  if (isMachines(incident) || quietFor < toSeconds(signal.after)) return ignore('not-due')
  const made = closedByItself(incident, signal)
  // An event may still be on its way: the time of the newest one stays. Its name is another, so that whoever settles an
  // event at the same moment, as if the incident were open, is refused by the table.
  const memory: Memory = { ...known, signal: closedAfter(known.signal), incident: made.after }
  return { kind: 'change', change: made, memory }
}

/** The event, or the call: what people were just called to must not close under their hands. */
const newest = (event: Instant, { calledAt }: Incident): Instant =>
  calledAt !== undefined && calledAt > event ? calledAt : event

/** What is remembered as the newest signal, once time has closed the incident that it had. */
const closedAfter = (signal: string) => `${signal} closed`

function closedByItself(incident: Incident, { at, after }: ClosingSignal): Change {
  const because = incident.neverClears
    ? 'its source has no clearing event'
    : 'neither another event nor a clearing one has come'
  const to = { state: 'resolved', resolvedAt: at, resolvedBy: 'itself' } as const
  return changed(incident, to, 'resolved', at, `closed by itself after ${inWords(after)}: ${because}`)
}
