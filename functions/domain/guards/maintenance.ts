import { secondsAfter } from '../instant.ts'
import type { DescribedGuard } from './guard.ts'

/** Seconds until what cannot be read is read again. */
const readAgain = 60

/** While people work on the line, machines wait. An alarm that CloudWatch mutes is worked on, too. */
export const maintenance: DescribedGuard = {
  name: 'maintenance',
  objectsWhen: 'it is a maintenance window of the line, or a mute rule of CloudWatch is active for the alarm',
  unlessTold: '`maintenance` of the line: no windows',
  judge({ maintenance: found }, now) {
    switch (found.kind) {
      case 'none':
        return { kind: 'act' }
      case 'until':
        return { kind: 'hold', because: found.because, until: { kind: 'instant', at: found.at } }
      case 'unknown': {
        const because = `nobody can tell whether this is maintenance (${found.because})`
        return { kind: 'hold', because, until: { kind: 'instant', at: secondsAfter(now, readAgain) } }
      }
    }
  },
}
