/** ISO 8601 in UTC with milliseconds, so that later also sorts later. */
export type Instant = string & { readonly is: 'Instant' }

const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
export const isInstant = (text: string): text is Instant => form.test(text)

/** @throws RangeError when `time` is no point in time within the years 0 to 9999 */
export function instant(time: Date | number): Instant {
  const text = new Date(time).toISOString()
  if (!isInstant(text)) throw new RangeError(`invalid timestamp: ${text}`)
  return text
}

/** `2026-11-21 09:10 UTC` */
export const inWords = (at: Instant): string => `${at.slice(0, 16).replace('T', ' ')} UTC`

export const minutesBefore = (at: Instant, minutes: number) => instant(Date.parse(at) - minutes * 60_000)
export const secondsAfter = (at: Instant, seconds: number) => instant(Date.parse(at) + seconds * 1000)
export const secondsBetween = (earlier: Instant, later: Instant) => (Date.parse(later) - Date.parse(earlier)) / 1000
