import * as z from 'zod/mini'
import { lightStates } from './light-state.ts'

export const maxReasons = 10

/**
 * A command from the cloud to a lamp, on `commandTopic`. JSON, UTF-8.
 *
 * A lamp obeys only a command that is newer than the last one: a greater `epoch` (text order), or the same `epoch` and a
 * greater `v`. It shows `unknown` when `ttlSeconds` have passed without a newer command. One command may have been made by
 * hand, with an epoch that none of the cloud's ever reaches: `getsOver` says when a lamp obeys the cloud again.
 */
export const lightCommand = z.object({
  /** When the count of `v` began (ISO 8601, so that text order is time order). Changes when the table is made again. */
  epoch: z.string().check(z.minLength(1), z.maxLength(64)),
  /** Grows with each change within an epoch. */
  v: z.int().check(z.nonnegative()),
  /** The line; for a light that shows several lines, the one that has this state. */
  line: z.string().check(z.minLength(1), z.maxLength(64)),
  state: z.enum(lightStates),
  acknowledged: z.boolean(),
  reasons: z
    .array(z.object({ incident: z.string(), title: z.string(), url: z.optional(z.string()) }))
    .check(z.maxLength(maxReasons)),
  /** When the command was made, ISO 8601. */
  at: z.iso.datetime({ offset: true }),
  /** For how many seconds after `at` the command is valid. */
  ttlSeconds: z.int().check(z.positive(), z.lte(86_400)),
})
export type LightCommand = z.infer<typeof lightCommand>

/** Whether a lamp that has applied `applied` must obey `next`. */
export function isNewer(next: Version, applied: Version | undefined): boolean {
  if (applied === undefined) return true
  if (next.epoch !== applied.epoch) return next.epoch > applied.epoch
  return next.v > applied.v
}
type Version = Pick<LightCommand, 'epoch' | 'v'>

/** How far two clocks of the cloud may lie apart, in milliseconds. */
const skew = 60_000

/**
 * Whether a lamp must obey `next` though its epoch is not later than that of `applied`. `next` was made when `applied` was
 * no longer valid: its epoch lives, and the other does not. Or `applied` is forged. Within one epoch `v` alone decides. Late and repeated commands of the cloud are none of it.
 */
export function getsOver(next: LightCommand, applied: LightCommand): boolean {
  if (next.epoch === applied.epoch) return false
  const later = Date.parse(next.at) - Date.parse(applied.at)
  if (later > applied.ttlSeconds * 1000) return true
  return later > 0 && isForged(applied) && !isForged(next)
}

/** Whether the cloud cannot have made it: its epoch is no time, or later than the command, though the count begins first. */
export function isForged({ epoch, at }: Pick<LightCommand, 'epoch' | 'at'>): boolean {
  const began = Date.parse(epoch)
  return Number.isNaN(began) || began > Date.parse(at) + skew
}
