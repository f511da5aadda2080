import type { Change, Incident } from './incident.ts'
import { changed } from './incident-changes.ts'
import type { Instant } from './instant.ts'

/** What could wait until the quiet hours were over, and is still open. */
export const calledAfterQuiet = (incident: Incident, at: Instant): Change =>
  changed(
    incident,
    {
      escalation: { call: incident.version + 1, told: 0 },
      ...(incident.held !== undefined && { held: incident.held }),
    },
    'called',
    at,
    'the quiet hours are over: people are called',
  )
