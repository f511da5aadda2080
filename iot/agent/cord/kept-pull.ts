import * as z from 'zod/mini'
import { type Click, clicks, type CordPull } from '../../contract/cord-pull.ts'
import type { Clock, Moment } from '../clock/clock.ts'

/** A pull as it waits to be sent, also on disk. */
export const keptPull = z.object({
  /** Of the pull, whoever sends it and however often. */
  id: z.string().check(z.minLength(1), z.maxLength(128)),
  click: z.enum(clicks),
  /** When, ISO 8601; missing where the clock was not set. */
  at: z.optional(z.iso.datetime({ offset: true })),
  /** When, by the monotonic clock of that boot. Milliseconds. */
  monotonic: z.number(),
  boot: z.string(),
})
export type KeptPull = z.infer<typeof keptPull>

export function pullNow(click: Click, id: string, clock: Clock): KeptPull {
  const { monotonic, wall, wallIsSet } = clock.moment()
  return { id, click, ...(wallIsSet && { at: iso(wall) }), monotonic, boot: clock.boot }
}

/** The pull as it is sent now: where its time was not known, the clock may have been set since. */
export function asSent({ id, click, at, monotonic, boot }: KeptPull, clock: Clock): CordPull {
  const pulled = at ?? (boot === clock.boot ? timeOf(monotonic, clock.moment()) : undefined)
  return { click, id, ...(pulled !== undefined && { at: pulled }) }
}

const timeOf = (monotonic: number, now: Moment) =>
  now.wallIsSet ? iso(now.wall - (now.monotonic - monotonic)) : undefined

const iso = (time: number) => new Date(time).toISOString()
