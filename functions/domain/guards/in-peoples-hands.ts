import { isMachines, isOpen } from '../incident.ts'
import type { DescribedGuard } from './guard.ts'

/** Once people are called, or have taken over, the machine keeps its hands off. */
export const inPeoplesHands: DescribedGuard = {
  name: 'in-peoples-hands',
  objectsWhen: 'people are called or have taken over',
  judge: ({ incident }) =>
    isOpen(incident) && !isMachines(incident)
      ? { kind: 'people', because: 'people are in charge of it now' }
      : { kind: 'act' },
}
