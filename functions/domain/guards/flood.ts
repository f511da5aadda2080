import { ticked } from '../line.ts'
import type { DescribedGuard } from './guard.ts'

/** In a flood no single alarm tells what is wrong: people first. */
export const flood: DescribedGuard = {
  name: 'flood',
  objectsWhen: 'the line is in flood: more than 10 alarms within 10 minutes',
  judge({ line }, now) {
    // Without the fact, line-unknown lets nothing pass. Time alone may have ended it since the line was written.
    if (line === undefined || !ticked(line, now).flooded) return { kind: 'act' }
    return { kind: 'people', because: 'the line is in flood, and no single alarm tells what is wrong' }
  },
}
