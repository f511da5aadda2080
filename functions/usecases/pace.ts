import type { Clock } from '../ports.ts'

/** Calls the chat service no faster than the channel allows. */
export type Pace = <T extends { readonly kind: string }>(channel: string, call: () => Promise<T>) => Promise<T>

/**
 * Slack takes about one message a second and channel, and some 50 changes of messages a minute: 1.2 s keeps to both.
 * Source: facts.md of the project, after Slack's own page on rate limits.
 */
const betweenCalls = 1_200

/**
 * A pause before a call when the last one on that channel was just now. What turned out to be `nothing` called
 * nobody. Two functions at once may exceed the rate for a moment; Slack then says so, and the notice comes later.
 */
export function pacer(clock: Clock): Pace {
  const lastCalls = new Map<string, number>()
  return async (channel, call) => {
    const last = lastCalls.get(channel)
    if (last !== undefined) await clock.pause(last + betweenCalls - Date.parse(clock.now()))
    const result = await call()
    if (result.kind !== 'nothing') lastCalls.set(channel, Date.parse(clock.now()))
    return result
  }
}
