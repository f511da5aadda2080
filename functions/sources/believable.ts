import { type Instant, instant } from '../domain/instant.ts'

const minute = 60_000
const week = 7 * 24 * 60 * minute

/**
 * A cord that was offline tells its own time; but a Pi without a clock may think it is 1970, and one pull from the
 * future would make every later one seem old.
 */
export function believable(said: string | undefined, arrived: Instant): Instant {
  const late = said === undefined ? undefined : Date.parse(arrived) - Date.parse(said)
  return said !== undefined && late !== undefined && late <= week && late >= -minute ? instant(new Date(said)) : arrived
}

/**
 * An alarm tells its own time, however long ago: from an archive it comes a year later. But one time from the future
 * would make every later change of the alarm seem old.
 */
export const believablyPast = (said: Instant, arrived: Instant): Instant =>
  Date.parse(said) - Date.parse(arrived) <= minute ? said : arrived
