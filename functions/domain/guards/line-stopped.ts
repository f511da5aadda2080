import type { Line } from '../line.ts'
import type { DescribedGuard } from './guard.ts'

/** A stopped line stops the machine, too. */
export const lineStopped: DescribedGuard = {
  name: 'line-stopped',
  objectsWhen: 'the line is stopped',
  unlessTold: 'until it is cleared',
  judge: ({ line }) =>
    line !== undefined && line.open.stop.all > 0
      ? { kind: 'hold', because: `the line is stopped${whatStopped(line)}`, until: { kind: 'line-cleared' } }
      : { kind: 'act' },
}

/** The reasons are in the order of their urgency. */
function whatStopped({ reasons: [worst] }: Line): string {
  return worst?.state === 'stop' ? ` (${worst.title})` : ''
}
