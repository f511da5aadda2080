import { secondsAfter } from '../instant.ts'
import type { DescribedGuard } from './guard.ts'

/** Seconds until the switch is read again. */
const readAgain = 60

/** Somebody has stopped all machines, or those of the line. A switch that cannot be read may say that. */
export const machinesStopped: DescribedGuard = {
  name: 'machines-stopped',
  objectsWhen: 'somebody has stopped the machines, or that cannot be read',
  judge({ machines }, now) {
    if (machines.kind === 'unknown') {
      const because = `nobody can tell whether the machines are stopped (${machines.because})`
      return { kind: 'hold', because, until: { kind: 'instant', at: secondsAfter(now, readAgain) } }
    }
    return machines.kind === 'run' ? { kind: 'act' } : { kind: 'people', because: machines.because }
  },
}
