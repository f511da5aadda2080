import type { Pull } from './act.ts'
import type { Change, Incident } from './incident.ts'
import { changed } from './incident-changes.ts'

/** Somebody stops the line, for a reason that may be another than the call's before. */
export const stopped = (incident: Incident, pull: Pull): Change =>
  changed(
    incident,
    { state: 'stop', stopped: { at: pull.at, by: pull.by }, ...toldBy(pull) },
    'stopped',
    pull.at,
    `${pull.by} stopped the line${anew(incident, pull)}`,
  )

/** Somebody calls once more, as urgently as before. The answer was to the call before, so this one has none yet. */
export function calledAgain(incident: Incident, pull: Pull): Change {
  const { acknowledgedBy: _, acknowledgedAt: __, ...unanswered } = incident
  const text = `${pull.by} calls again${anew(incident, pull)}`
  return { ...changed(unanswered, toldBy(pull), 'called', pull.at, text), before: incident }
}

/** What is wrong now, in the words of the last one who said so. A cord without words leaves what was said before. */
const toldBy = ({ title, reason }: Pull): Partial<Incident> => (reason === '' ? {} : { title, reason })

/** For the timeline, which alone keeps what was said before. */
function anew({ title: before }: Incident, { title, reason }: Pull): string {
  return reason === '' || title === before ? '' : `: ${reason} (before: ${before})`
}
