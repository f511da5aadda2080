import { z } from 'zod'
import { type Duration, toSeconds } from '../domain/duration.ts'

// Parts of the config's form, with messages that say what is allowed.

export const day = 86_400
const longestWait = 30 * day

export const text = z.string().check(z.minLength(1, 'some text'), z.maxLength(100, 'at most 100 characters'))

export const perHour = z.int('a whole number').check(z.gte(1, 'at least 1'))

/** Of all fields that `Config` has: one that is forgotten here would be refused as unknown, so it does not compile. */
export function object<Config>() {
  return <Shape extends Record<keyof Config, z.ZodType>>(shape: Shape) =>
    z.strictObject(shape, { error: `an object with: ${Object.keys(shape).join(', ')}` })
}

export const wait = object<Duration>()({
  seconds: z.exactOptional(z.number()),
  minutes: z.exactOptional(z.number()),
  hours: z.exactOptional(z.number()),
  days: z.exactOptional(z.number()),
}).refine(isWait, 'between 1 second and 30 days, e.g. { minutes: 5 }')

function isWait(duration: Duration): boolean {
  const seconds = toSeconds(duration)
  return Object.values(duration).every((part) => part >= 0) && seconds >= 1 && seconds <= longestWait
}
