import { z } from 'zod'
import { type Duration, toSeconds } from '../domain/duration.ts'

// What the parts of a config's form are made of.

export const day = 86_400
const longestWait = 30 * day

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

export function oneOf(what: string, names: readonly string[]) {
  const allowed = names.map((name) => `"${name}"`).join(', ')
  return z.enum(names, allowed === '' ? `nothing yet: the config has no ${what}` : allowed)
}

export const once = z.refine<readonly string[]>((all) => new Set(all).size === all.length, 'each name once')
