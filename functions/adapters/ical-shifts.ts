import ICAL from 'ical.js'
import { type Instant, instant } from '../domain/instant.ts'
import { isTimeZone, whenOnWall } from '../domain/wall-time.ts'
import { holds, type Span } from '../domain/windows.ts'

/** An event of a calendar, as often as it comes. */
export interface Shift extends Span {
  /** Its summary; without one, the names of those who attend. Hostile text. */
  readonly who: string
}

/** Of all events together. A rule that comes every second is no rota. */
const mostOccurrences = 20_000

/**
 * The events of a calendar in iCalendar's format that hold an instant, the one that began last first. Throws in words for
 * what is no such calendar.
 */
export function shiftsAt(calendar: string, at: Instant): Shift[] {
  const root = new ICAL.Component(parsed(calendar))
  if (root.name !== 'vcalendar') throw new Error('it is no calendar')
  const zones = new Map(
    root
      .getAllSubcomponents('vtimezone')
      .map((each) => [String(each.getFirstPropertyValue('tzid')), new ICAL.Timezone(each)]),
  )
  const unsaid = String(root.getFirstPropertyValue('x-wr-timezone') ?? 'UTC')
  const found: Shift[] = []
  const left = { occurrences: mostOccurrences }
  for (const event of root.getAllSubcomponents('vevent').map((each) => new ICAL.Event(each))) {
    for (const { item, start, end } of occurrencesUntil(event, at, left)) {
      const begins = zoneOf(item, 'dtstart')
      const ends = event.isRecurring() ? begins : (zoneOf(item, 'dtend') ?? begins)
      const span = { start: instantOf(start, begins ?? unsaid, zones), end: instantOf(end, ends ?? unsaid, zones) }
      if (holds(span, at)) found.push({ ...span, who: whoOf(item) })
    }
  }
  return found.toSorted((a, b) => (a.start < b.start ? 1 : -1))
}

function parsed(calendar: string) {
  try {
    return ICAL.parse(calendar)
  } catch (error) {
    throw new Error(`it is no calendar: ${error instanceof Error ? error.message : String(error)}`)
  }
}

interface Occurrence {
  readonly item: ICAL.Event
  readonly start: ICAL.Time
  readonly end: ICAL.Time
}

/** Around the instant, two days more: which zone a time is of shows later. */
function* occurrencesUntil(
  event: ICAL.Event,
  at: Instant,
  left: { occurrences: number },
): Generator<Occurrence, void, undefined> {
  if (!event.isRecurring() || event.isRecurrenceException()) {
    if (!isCancelled(event)) yield { item: event, start: event.startDate, end: event.endDate }
    return
  }
  const margin = 2 * 86_400_000
  const first = Date.parse(at) - event.duration.toSeconds() * 1000 - margin
  const last = Date.parse(at) + margin
  const iterator = event.iterator()
  for (let next = iterator.next(); next !== undefined && next !== null; next = iterator.next()) {
    left.occurrences -= 1
    if (left.occurrences < 0) throw new Error(`it has more than ${mostOccurrences} events`)
    if (wallTime(next) > last) return
    if (wallTime(next) < first) continue
    const { item, startDate, endDate } = event.getOccurrenceDetails(next)
    // One that was changed by itself stands by itself.
    const isItsOwn = item.isRecurrenceException() && item.recurrenceId.compare(next) === 0
    if (!isItsOwn && !isCancelled(item)) yield { item, start: startDate, end: endDate }
  }
}

const isCancelled = ({ component }: ICAL.Event) => component.getFirstPropertyValue('status') === 'CANCELLED'

const wallTime = ({ year, month, day, hour, minute, second }: ICAL.Time) =>
  Date.UTC(year, month - 1, day, hour, minute, second)

/** Zones by their IANA names are the platform's own; others are as the calendar describes them. */
function instantOf(time: ICAL.Time, zone: string, described: ReadonlyMap<string, ICAL.Timezone>): Instant {
  if (time.zone === ICAL.Timezone.utcTimezone) return instant(wallTime(time))
  if (isTimeZone(zone)) {
    const minute = whenOnWall(time, time.hour * 60 + time.minute, zone)
    return instant(Date.parse(minute) + time.second * 1000)
  }
  const known = described.get(zone)
  if (known === undefined) throw new Error(`it does not say what its time zone "${zone.slice(0, 60)}" is`)
  const there = time.clone()
  there.zone = known
  return instant(there.toUnixTime() * 1000)
}

/** The property says it, also where the calendar does not describe the zone. */
function zoneOf({ component }: ICAL.Event, property: 'dtstart' | 'dtend'): string | undefined {
  const said = component.getFirstProperty(property)?.getParameter('tzid')
  return typeof said === 'string' ? said : undefined
}

function whoOf(event: ICAL.Event): string {
  const summary = String(event.summary ?? '').trim()
  if (summary !== '') return summary
  return event.attendees.map((attendee) => String(attendee.getParameter('cn') ?? attendee.getFirstValue())).join(', ')
}
