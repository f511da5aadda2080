import { type Instant, instant } from './instant.ts'

// The time of day on a wall somewhere, by the IANA time zones that the platform knows.

/** A day of the calendar: 2026-03-29. */
export interface CalendarDay {
  readonly year: number
  /** From 1. */
  readonly month: number
  readonly day: number
}

export function isTimeZone(zone: string): boolean {
  try {
    return wallClock(zone) !== undefined
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** The calendar's day at that place. */
export function dayAt(at: Instant, zone: string): CalendarDay {
  const wall = new Date(wallTime(Date.parse(at), zone))
  return { year: wall.getUTCFullYear(), month: wall.getUTCMonth() + 1, day: wall.getUTCDate() }
}

export function daysLater({ year, month, day }: CalendarDay, days: number): CalendarDay {
  const later = new Date(Date.UTC(year, month - 1, day + days))
  return { year: later.getUTCFullYear(), month: later.getUTCMonth() + 1, day: later.getUTCDate() }
}

/** 0: Sunday. */
export const weekdayOf = ({ year, month, day }: CalendarDay): number =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay()

/**
 * When the clocks there show that time. Of a time that comes twice (the clocks are put back), the first one; of one that
 * is left out (they are put forward), as much later as they are put forward.
 * @param minutes since midnight; 1440: the next midnight
 */
export function whenOnWall({ year, month, day }: CalendarDay, minutes: number, zone: string): Instant {
  const wall = Date.UTC(year, month - 1, day, 0, minutes)
  const before = offsetAt(wall - oneDay, zone)
  const after = offsetAt(wall + oneDay, zone)
  const possible = [wall - before, wall - after].filter((time) => wallTime(time, zone) === wall)
  return instant(possible.length > 0 ? Math.min(...possible) : wall - before)
}

const oneDay = 86_400_000

/** How far the clocks there are ahead of UTC, in milliseconds. */
const offsetAt = (time: number, zone: string) => wallTime(time, zone) - Math.floor(time / 1000) * 1000

/** What the clocks there show, as if they showed UTC. In whole seconds. */
function wallTime(time: number, zone: string): number {
  const shown = new Map(
    wallClock(zone)
      .formatToParts(time)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const [year = 0, month = 0, day, hour, minute, second] = fields.map((field) => shown.get(field) ?? 0)
  return Date.UTC(year, month - 1, day, hour, minute, second)
}
const fields = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const

/** Making one takes longer than using it a thousand times. */
const clocks = new Map<string, Intl.DateTimeFormat>()

/** Throws `RangeError` for a zone that there is not. */
function wallClock(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  clocks.set(timeZone, made)
  return made
}
