import { isOpen } from '../incident.ts'
import type { Guard } from './guard.ts'

/** What is resolved needs no countermeasure. */
export const incidentOver: Guard = {
  name: 'incident-over',
  judge: ({ incident }) => ({ kind: isOpen(incident) ? 'act' : 'over' }),
}
