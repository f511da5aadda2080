import type { Change, Incident } from '../domain/incident.ts'
import type { Instant } from '../domain/instant.ts'
import { concernsLine, lineAfter } from '../domain/line.ts'
import type { Writes } from '../domain/writes.ts'
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
    await saveChange(ports, change)
    return change.after
  })
}

/** Saves a change with what it shows on its line. @param more what is to be true together with it */
export async function saveChange(
  { incidents, clock }: { readonly incidents: Incidents; readonly clock: Clock },
  change: Change,
  more: Pick<Writes, 'demotion'> = {},
): Promise<void> {
  const before = concernsLine(change) ? await incidents.line(change.after.line) : undefined
  const line = lineAfter(before, change, false, clock.now())
  await incidents.save({ ...more, change, ...(line && { line }) })
}

/** Rejects with `NoSuchIncident`. */
export async function existing(incidents: Incidents, id: string): Promise<Incident> {
  const incident = await incidents.find(id)
  if (incident === undefined) throw new NoSuchIncident(id)
  return incident
}
