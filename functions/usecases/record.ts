import type { Change, Incident } from '../domain/incident.ts'
import type { Instant } from '../domain/instant.ts'
import { concernsLine, newLine, withChange } from '../domain/line.ts'
import type { Clock, Incidents } from '../ports.ts'
import { untilNoConflict } from './until-no-conflict.ts'

/**
 * Writes into an incident what happened to it other than by a signal.
 * @param what the change, given the incident as it is by now; `undefined` when there is nothing (more) to write
 * @returns the incident as it then stands
 */
export function record(
  { incidents, clock }: { incidents: Incidents; clock: Clock },
  id: string,
  what: (incident: Incident, now: Instant) => Change | undefined,
): Promise<Incident> {
  return untilNoConflict(clock, async () => {
    const incident = await incidents.find(id)
    if (incident === undefined) throw new Error(`there is no incident ${id}`)
    const now = clock.now()
    const change = what(incident, now)
    if (change === undefined) return incident
    if (!concernsLine(change)) {
      await incidents.save({ change })
      return change.after
    }
    const line = await incidents.line(incident.line)
    const after = withChange(line ?? newLine(incident.line, now), change, false, now)
    await incidents.save({ change, line: { before: line, after } })
    return change.after
  })
}
