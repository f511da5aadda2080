import type { Clock } from '../ports.ts'

/** Calls a channel's service no faster than it allows. */
export type Pace = <T extends { readonly kind: string }>(channel: string, call: () => Promise<T>) => Promise<T>

/**
 * A pause before a call when the last one on that channel was just now. What turned out to be `nothing` called
 * nobody. Two functions at once may exceed the rate for a moment; the service then says so, and the notice comes later.
 * @param betweenCalls the least time between two calls to this channel, in milliseconds
 */
export function pacer(clock: Clock, betweenCalls: (channel: string) => number): Pace {
  const lastCalls = new Map<string, number>()
  return async (channel, call) => {
    const last = lastCalls.get(channel)
    if (last !== undefined) await clock.pause(last + betweenCalls(channel) - Date.parse(clock.now()))
    const result = await call()
    if (result.kind !== 'nothing') lastCalls.set(channel, Date.parse(clock.now()))
    return result
  }
}
