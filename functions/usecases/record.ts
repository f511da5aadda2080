import type { Change, Incident } from '../domain/incident.ts'
import type { Instant } from '../domain/instant.ts'
import type { Clock, Incidents } from '../ports.ts'
import { lineWrite } from './line-write.ts'
import { untilNoConflict } from './until-no-conflict.ts'

/**
 * Writes into an incident what happened to it other than by a signal.
 * @param what the change, given the incident as it is by now; `undefined` when there is nothing (more) to write
 * @returns the incident as it then stands
 */
export function record(
  ports: { readonly incidents: Incidents; readonly clock: Clock },
  id: string,
  what: (incident: Incident, now: Instant) => Change | undefined,
): Promise<Incident> {
  const { incidents, clock } = ports
  return untilNoConflict(clock, async () => {
    const incident = await incidents.find(id)
    if (incident === undefined) throw new Error(`there is no incident ${id}`)
    const change = what(incident, clock.now())
    if (change === undefined) return incident
    await incidents.save({ change, ...(await lineWrite(ports, change, { isAlarm: false })) })
    return change.after
  })
}
