import { type Change, type Incident, isMachines, type OpenState } from './incident.ts'
import { changed, resolved } from './incident-changes.ts'
import { type Instant, inWords } from './instant.ts'
import { outcomeOf } from './outcome.ts'
import type { AlarmSignal, EventSignal, NoData } from './signal.ts'

// What an alarm's life makes of its incident, beyond going off and clearing.

/** The alarm says that it is over, or nobody is to hear of it any more. */
export function ended(incident: Incident, signal: AlarmSignal): Change {
  const cleared = resolved(incident, signal.at, 'the alarm')
  const because = whyEnded(signal)
  if (because === undefined) return cleared
  const after: Incident = { ...cleared.after, silenced: true }
  return { ...cleared, after, entry: { ...cleared.entry, text: `resolved: ${because}`, incident: after } }
}

function whyEnded({ state, at, reason }: AlarmSignal): string | undefined {
  switch (state) {
    case 'deleted':
      return 'the alarm was deleted'
    case 'muted':
      return `the alarm is muted${reason && `: ${reason}`}`
    case 'suppressed':
      return `the actions of the alarm are suppressed${reason && `: ${reason}`}`
    case 'no-data':
      return `the alarm has no data since ${inWords(at)}, which ends it on this line`
    case 'alarm':
    case 'ok':
      return undefined
  }
}

/**
 * Nobody can tell how the alarm stands. A machine that waits for its proof waits in vain, so people are called; and
 * people are called anew where the line wants that.
 */
export function withoutData(incident: Incident, at: Instant, wanted: NoData): Change {
  const since = `no data since ${inWords(at)}`
  if (isMachines(incident)) {
    const text = `people are called: it cannot be proved that ${incident.playbook ?? 'the machine'} helped, ${since}`
    const ended = incident.playbook === undefined ? {} : ({ ended: 'unprovable' } as const)
    return changed(incident, { state: 'help', noDataSince: at, ...ended }, 'called', at, text)
  }
  if (wanted !== 'help') return changed(incident, { noDataSince: at }, 'changed', at, since)
  const { acknowledgedBy: _, acknowledgedAt: __, ...unanswered } = incident
  const call = changed(unanswered, { noDataSince: at }, 'called', at, `people are called: ${since}`)
  return { ...call, before: incident }
}

/** The alarm has data again, and still holds. */
export function withData(incident: Incident, at: Instant): Change {
  const { noDataSince: _, ...known } = incident
  return { ...changed(known, {}, 'changed', at, 'the alarm has data again, and holds'), before: incident }
}

/** The alarm flaps, or its like: its incident goes on. Whoever is on it stays on it. */
export function reopened(
  incident: Incident,
  { at, reason }: AlarmSignal | EventSignal,
  state: OpenState,
  text: string,
): Change {
  const { resolvedAt: _, resolvedBy: __, silenced: ___, ...rest } = incident
  // How its run came out does not change any more by what its alarm does now.
  const ended = outcomeOf(incident)
  const after: Incident = { ...rest, ...(ended && { ended }), state, reason, version: incident.version + 1 }
  return { before: incident, after, entry: { kind: 'reopened', at, text, incident: after } }
}
