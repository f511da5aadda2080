import { BadPattern, compilePattern, type DetailPattern } from '@andon/event-pattern'
import { z } from 'zod'
import { type Duration, toSeconds } from '../domain/duration.ts'
import { mostDeeds } from '../domain/hands.ts'
import type { AlarmOrigin } from './define-andon.ts'

// What several parts of the config's form are made of. Every message says what is allowed.

export const day = 86_400
const longestWait = 30 * day

export function oneOf(what: string, names: readonly string[]) {
  const allowed = names.map((name) => `"${name}"`).join(', ')
  return z.enum(names, allowed === '' ? `nothing yet: the config has no ${what}` : allowed)
}

export const named = <Value extends z.ZodType>(value: Value) =>
  z.record(z.string(), value, 'an object whose keys are names')

/** Of all fields that `Config` has: one that is forgotten here would be refused as unknown, so it does not compile. */
export function object<Config>() {
  return <Shape extends Record<keyof Config, z.ZodType>>(shape: Shape) =>
    z.strictObject(shape, { error: `an object with: ${Object.keys(shape).join(', ')}` })
}

export const once = z.refine<readonly string[]>((all) => new Set(all).size === all.length, 'each name once')

export const text = z.string().check(z.minLength(1, 'some text'), z.maxLength(100, 'at most 100 characters'))

export const account = z.string().regex(/^\d{12}$/, "the 12 digits of an account's id, as text")

export const region = z.string().regex(/^[a-z]+(-[a-z]+)+-\d{1,2}$/, 'a region, such as "eu-central-1"')

export const origin = object<AlarmOrigin>()({ account, region })

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

export const pattern = z.custom<DetailPattern>((value) => problemOf(value) === undefined, {
  error: ({ input }) => `an EventBridge event pattern (${problemOf(input)})`,
})

export function problemOf(value: unknown): string | undefined {
  try {
    compilePattern(value)
    return undefined
  } catch (error) {
    if (error instanceof BadPattern) return error.message
    throw error
  }
}

export const perHour = z.int('a whole number').check(z.gte(1, 'at least 1'))
/** Of what machines do, no more is remembered: a higher limit would never be reached. */
export const actsPerHour = perHour.check(z.lte(mostDeeds, `at most ${mostDeeds}`))
