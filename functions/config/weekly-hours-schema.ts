import { z } from 'zod'
import { type Instant, instant, secondsBetween } from '../domain/instant.ts'
import { isTimeZone } from '../domain/wall-time.ts'
import { isTimeOfDay, weekdays, type WeeklyHours, windowAt } from '../domain/windows.ts'
import { day, object, once } from './schema-parts.ts'

const timeOfDay = z.string().refine(isTimeOfDay, 'a time of day, such as "22:00"')

/** @param otherwise what would never happen, if they never ended */
export const weeklyHours = (otherwise: string): z.ZodType<readonly WeeklyHours[]> =>
  z
    .array(
      object<WeeklyHours>()({
        zone: z.string().refine(isTimeZone, 'a time zone, such as "Europe/Berlin"'),
        on: z.exactOptional(
          z.array(z.enum(weekdays, weekdays.join(', '))).check(z.minLength(1, 'at least one day'), once),
        ),
        from: timeOfDay.refine((time) => time !== '24:00', 'a time of day, such as "00:00"'),
        to: timeOfDay,
      }).check(({ value, issues }) => {
        if (value.from !== value.to) return
        issues.push({ code: 'custom', path: ['to'], input: value.to, message: 'another time than `from`' })
      }),
    )
    .check(z.minLength(1, 'at least some hours'))
    .refine((hours) => !neverEnds(hours), `hours that end: else ${otherwise}`)

/** Asked only of hours that are right by themselves. */
function neverEnds(hours: readonly WeeklyHours[]): boolean {
  if (!hours.every(({ zone, from, to }) => isTimeZone(zone) && isTimeOfDay(from) && isTimeOfDay(to))) return false
  const some = instant(new Date('2026-01-07T12:00:00Z'))
  let until: Instant | undefined = some
  // Of many short ones `windowAt` gives up on the way: what it says is no end while another one holds that instant.
  while (until !== undefined && secondsBetween(some, until) < 8 * day) until = windowAt(hours, until)?.until
  return until !== undefined
}
