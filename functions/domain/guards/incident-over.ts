import { isOpen } from '../incident.ts'
import type { DescribedGuard } from './guard.ts'

/** What is resolved needs no countermeasure. */
export const incidentOver: DescribedGuard = {
  name: 'incident-over',
  objectsWhen: 'the incident is resolved: then nothing is done',
  judge: ({ incident }) => ({ kind: isOpen(incident) ? 'act' : 'over' }),
}
