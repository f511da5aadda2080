import type { Change, Objection } from './incident.ts'
import type { Instant } from './instant.ts'

/** With what the guards said. @param against `undefined`: as it was written down before */
export function judgedBy(change: Change, against: readonly Objection[] | undefined, at: Instant): Change {
  if (against === undefined) return change
  const after = { ...change.after, judged: { at, against } }
  return { ...change, after, entry: { ...change.entry, incident: after } }
}
