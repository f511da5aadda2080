import { isMachines, isOpen } from '../incident.ts'
import type { Guard } from './guard.ts'

/** Where people are called, or have taken over, no machine reaches in between. */
export const inPeoplesHands: Guard = {
  name: 'in-peoples-hands',
  judge: ({ incident }) =>
    isOpen(incident) && !isMachines(incident)
      ? { kind: 'people', because: 'it is in the hands of people' }
      : { kind: 'act' },
}
