import type { Instant } from './instant.ts'
import { dayAt, daysLater, weekdayOf, whenOnWall } from './wall-time.ts'

/** Sunday first, as the calendar's weekdays are counted. */
export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
export type Weekday = (typeof weekdays)[number]

/** Hours that come every week, at a place: `{ zone: 'Europe/Berlin', on: ['mon', 'tue'], from: '22:00', to: '07:00' }`. */
export interface WeeklyHours {
  /** A time zone of the IANA database. The hours are those on the walls there, in summer and in winter. */
  readonly zone: string
  /** The days on which they begin; every day unless told. */
  readonly on?: readonly Weekday[]
  /** `'22:00'` */
  readonly from: string
  /** The end: the next day's, where it is no later than `from`. `'24:00'` is midnight. */
  readonly to: string
}

/** A span of time that happens. `start` belongs to it, `end` no more. */
export interface Span {
  readonly start: Instant
  readonly end: Instant
}

/** More spans than these in a row are taken for no end at all. */
const mostInARow = 32

/**
 * Whether an instant lies in any of these hours, and until when all of them are over; `undefined` when it does not.
 * Hours that follow one another without a gap are one.
 */
export function windowAt(hours: readonly WeeklyHours[], at: Instant): { readonly until: Instant } | undefined {
  let until: Instant | undefined
  for (let round = 0; round < mostInARow; round += 1) {
    const when = until ?? at
    const spans = hours.flatMap((each) => spansAround(each, when))
    const ends = spans.flatMap((span) => (holds(span, when) ? [span.end] : []))
    const [latest] = ends.toSorted().slice(-1)
    if (latest === undefined) break
    until = latest
  }
  return until === undefined ? undefined : { until }
}

export const holds = ({ start, end }: Span, at: Instant): boolean => start <= at && at < end

/** The spans of these hours that can hold the instant: none is longer than a day and what the clocks are changed by. */
function spansAround({ zone, on, from, to }: WeeklyHours, at: Instant): Span[] {
  const today = dayAt(at, zone)
  return [-2, -1, 0].flatMap((days) => {
    const day = daysLater(today, days)
    const weekday = weekdays[weekdayOf(day)]
    if (on !== undefined && (weekday === undefined || !on.includes(weekday))) return []
    const [begins, ends] = [minutesOf(from), minutesOf(to)]
    const last = ends > begins ? day : daysLater(day, 1)
    return [{ start: whenOnWall(day, begins, zone), end: whenOnWall(last, ends, zone) }]
  })
}

/** `'07:30'`; `'24:00'`, the next midnight, is one too. */
export const isTimeOfDay = (text: string): boolean => /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/.test(text)

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
