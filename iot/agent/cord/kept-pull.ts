import * as z from 'zod/mini'
import { type Click, clicks, type CordPull } from '../../contract/cord-pull.ts'
import type { AgentClock, Moment } from '../clock/clock.ts'

/** A pull that waits to be sent, in memory or on disk. */
export const keptPull = z.object({
  /** The same for every attempt to send it. */
  id: z.string().check(z.minLength(1), z.maxLength(128)),
  click: z.enum(clicks),
  /** When, ISO 8601; missing if the clock was not set. */
  at: z.optional(z.iso.datetime({ offset: true })),
  /** When, by the monotonic clock of that boot. Milliseconds. */
  monotonic: z.number(),
  boot: z.string(),
})
export type KeptPull = z.infer<typeof keptPull>

export function pullNow(click: Click, id: string, clock: AgentClock): KeptPull {
  const { monotonic, wall, wallIsSet } = clock.moment()
  return { id, click, ...(wallIsSet && { at: iso(wall) }), monotonic, boot: clock.boot }
}

/** The pull as it is sent now. If its time was unknown, the clock may have been set since. */
export function asSent({ id, click, at, monotonic, boot }: KeptPull, clock: AgentClock): CordPull {
  const pulled = at ?? (boot === clock.boot ? timeOf(monotonic, clock.moment()) : undefined)
  return { click, id, ...(pulled !== undefined && { at: pulled }) }
}

const timeOf = (monotonic: number, now: Moment) =>
  now.wallIsSet ? iso(now.wall - (now.monotonic - monotonic)) : undefined

const iso = (time: number) => new Date(time).toISOString()
