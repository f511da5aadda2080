import type { DescribedGuard } from './guard.ts'

/** A line that cannot be read may be stopped. */
export const lineUnknown: DescribedGuard = {
  name: 'line-unknown',
  objectsWhen: 'the state of the line cannot be read',
  judge: ({ line }) =>
    line === undefined
      ? { kind: 'people', because: 'the state of the line is unknown, so it may be stopped' }
      : { kind: 'act' },
}
