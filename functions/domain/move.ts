import { changed } from './incident-changes.ts'
import type { Incident } from './incident.ts'
import type { Instant } from './instant.ts'
import { type Line, newLine, withIncidentOf, withoutIncident } from './line.ts'
import type { Writes } from './writes.ts'

/** An open incident, with the items of its line and of the line that it moves to. */
export interface Moving {
  readonly incident: Incident
  readonly from: Line
  readonly to: Line | undefined
}

/** Its line has another name now. Only all of this together is true: no line may count it twice, and none not at all. */
export function move({ incident, from, to }: Moving, name: string, at: Instant): readonly [Writes, Writes] {
  const change = changed(incident, { line: name }, 'changed', at, `the line ${from.name} is called ${name} now`)
  const after = withIncidentOf(to ?? newLine(name, at), from, change.after, at)
  return [
    { line: { before: from, after: withoutIncident(from, incident, at) } },
    { change, line: { before: to, after } },
  ]
}
