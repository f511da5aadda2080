import type { Guard } from './guard.ts'

/** A line of which nothing is known may be stopped. */
export const lineUnknown: Guard = {
  name: 'line-unknown',
  judge: ({ line }) =>
    line === undefined ? { kind: 'people', because: 'it cannot be told whether the line is stopped' } : { kind: 'act' },
}
