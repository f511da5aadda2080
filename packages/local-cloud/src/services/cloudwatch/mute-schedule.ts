import { NotModelled } from '../../not-modelled.ts'
import { scheduleFrom } from '../eventbridge/schedule.ts'

const minute = 60_000
const day = 24 * 60 * minute

/** When a mute rule's window that holds at `at`, or else the next one, begins. Milliseconds since 1970. */
export type WindowStart = (at: number, duration: number) => number | undefined

/**
 * Reads `at(2026-11-21T09:00)` and `cron(0 2 * * SUN)`, in UTC. Undefined for what is neither; throws `NotModelled` for
 * a cron expression whose weekdays are numbers.
 */
export function windowStarts(expression: string): WindowStart | undefined {
  const [, once] = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d)\)$/.exec(expression) ?? []
  if (once !== undefined) {
    const start = Date.parse(`${once}:00Z`)
    return Number.isNaN(start) ? undefined : () => start
  }
  const fields = /^cron\((.*)\)$/.exec(expression)?.[1]?.trim().split(/\s+/)
  if (fields?.length !== 5) return undefined
  // EventBridge counts weekdays from 1, other crons from 0; names are the same in both.
  if (/\d/.test(fields[4] ?? '')) throw new NotModelled(`${expression}: name the days of the week, as SUN`)
  const schedule = scheduleFrom(`cron(${fields.join(' ')} *)`, 'mute rule')
  return (at, duration) => schedule.next(at - duration, 0)
}

/** Milliseconds of an ISO 8601 duration such as `PT4H` or `P2DT12H`; undefined for anything else. */
export function durationFrom(text: string): number | undefined {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text)
  if (found === null) return undefined
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((part) => Number(part ?? 0))
  return days * day + hours * 60 * minute + minutes * minute + seconds * 1000
}
export const shortestMute = minute
export const longestMute = 15 * day

/** To the minute, as mute rules are written; a window that began within it has begun. */
export const onceAt = (at: number) => `at(${new Date(at).toISOString().slice(0, 16)})`
