import { handedOver } from '../domain/incident-changes.ts'
import type { Clock, Incidents } from '../ports.ts'
import type { Projection } from './projection.ts'
import { record } from './record.ts'

/**
 * Where a playbook cannot start or go on, people are called: that is a change of the incident, which lamp and chat hear
 * of like of any other.
 * @returns 'not-needed' when nothing stands still for want of this projection
 */
export async function callPeople(
  ports: { readonly incidents: Incidents; readonly clock: Clock },
  projection: Projection,
  because: string,
): Promise<'called' | 'nobody-to-call' | 'not-needed'> {
  if (projection.kind !== 'start' && projection.kind !== 'release') return 'nobody-to-call'
  const incident = await ports.incidents.find(projection.incident)
  // Resolved, or in the hands of people: no machine is waited for.
  if (incident?.state !== 'working') return 'not-needed'
  const failed = `the playbook ${incident.playbook ?? ''} could not ${projection.kind === 'start' ? 'start' : 'go on'}`
  await record(ports, incident.id, (now, at) => handedOver(now, `${failed}: ${because}`, at))
  return 'called'
}
