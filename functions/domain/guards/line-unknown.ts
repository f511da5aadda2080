import type { Guard } from './guard.ts'

/** A line that cannot be read may be stopped. */
export const lineUnknown: Guard = {
  name: 'line-unknown',
  judge: ({ line }) =>
    line === undefined
      ? { kind: 'people', because: 'the state of the line is unknown, so it may be stopped' }
      : { kind: 'act' },
}
