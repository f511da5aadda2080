import { handedOver } from '../domain/run-changes.ts'
import { isMachines } from '../domain/incident.ts'
import type { Clock, Incidents } from '../ports.ts'
import type { Projection } from './projection.ts'
import { record } from './record.ts'

/**
 * Calls people when a playbook cannot start or go on. That changes the incident, so lamp and chat are told as of any
 * change.
 * @returns 'not-needed' when nobody waits for the playbook any more
 */
export async function callPeople(
  ports: { readonly incidents: Incidents; readonly clock: Clock },
  projection: Projection,
  because: string,
): Promise<'called' | 'nobody-to-call' | 'not-needed'> {
  if (projection.kind !== 'start' && projection.kind !== 'release') return 'nobody-to-call'
  const incident = await ports.incidents.find(projection.incident)
  // Resolved, or people have taken over: nobody waits for the machine. Of what a person decides they are told already.
  if (incident === undefined || !isMachines(incident) || incident.state === 'approval') return 'not-needed'
  const failed = `the playbook ${incident.playbook ?? ''} could not ${projection.kind === 'start' ? 'start' : 'go on'}`
  await record(ports, incident.id, (now, at) => handedOver(now, `${failed}: ${because}`, at))
  return 'called'
}
