import type { Change, Incident } from '../domain/incident.ts'
import type { Instant } from '../domain/instant.ts'
import { concernsLine, lineAfter } from '../domain/line.ts'
import type { Clock, Incidents } from '../ports.ts'
import { untilNoConflict } from './until-no-conflict.ts'

export class NoSuchIncident extends Error {
  override readonly name = 'NoSuchIncident'

  constructor(id: string) {
    super(`there is no incident ${id}`)
  }
}

/**
 * Writes into an incident what happened to it other than by a signal. Rejects with `NoSuchIncident`.
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
    const incident = await existing(incidents, id)
    const change = what(incident, clock.now())
    if (change === undefined) return incident
    const before = concernsLine(change) ? await incidents.line(incident.line) : undefined
    const line = lineAfter(before, change, false, clock.now())
    await incidents.save({ change, ...(line && { line }) })
    return change.after
  })
}

/** Rejects with `NoSuchIncident`. */
export async function existing(incidents: Incidents, id: string): Promise<Incident> {
  const incident = await incidents.find(id)
  if (incident === undefined) throw new NoSuchIncident(id)
  return incident
}
