import * as z from 'zod/mini'
import { lightStates } from './light-state.ts'

export const maxReasons = 10

/**
 * What the cloud tells a lamp, on `commandTopic`. JSON, UTF-8.
 *
 * A lamp obeys only what is newer than what it applied: a greater `epoch` (text order), or the same `epoch` and a
 * greater `v`. It shows `unknown` once `ttlSeconds` have passed without a newer command.
 */
export const lightCommand = z.object({
  /** When this line of versions began (ISO 8601, so that later also sorts later); changes when the table is made anew. */
  epoch: z.string().check(z.minLength(1), z.maxLength(64)),
  /** Grows with every change within an epoch. */
  v: z.int().check(z.nonnegative()),
  /** The line shown; for a light that shows several, the one whose state it is. */
  line: z.string().check(z.minLength(1), z.maxLength(64)),
  state: z.enum(lightStates),
  acknowledged: z.boolean(),
  reasons: z
    .array(z.object({ incident: z.string(), title: z.string(), url: z.optional(z.string()) }))
    .check(z.maxLength(maxReasons)),
  /** When the command was made, ISO 8601. */
  at: z.iso.datetime({ offset: true }),
  /** For how many seconds after `at` the command may be believed. */
  ttlSeconds: z.int().check(z.positive(), z.lte(86_400)),
})
export type LightCommand = z.infer<typeof lightCommand>

/** Whether `next` is to be obeyed by a lamp that applied `applied`. */
export function isNewer(next: Version, applied: Version | undefined): boolean {
  if (applied === undefined) return true
  if (next.epoch !== applied.epoch) return next.epoch > applied.epoch
  return next.v > applied.v
}
type Version = Pick<LightCommand, 'epoch' | 'v'>
