import type { Quantities } from './prices.ts'
import { sum, times } from './quantities.ts'

/** A month as AWS bills by the hour: 730 hours. */
export const hoursInMonth = 730
export const minutesInMonth = hoursInMonth * 60

/** The table keeps a past incident for 400 days: with as many every month, that is this many months' worth. */
const monthsKept = 400 / (hoursInMonth / 24)

export interface Measured {
  /** A month of what is paid for whether or not anything happens. */
  readonly fixed: Quantities
  /** One minute without an incident. */
  readonly minute: Quantities
  /** One incident, from its alarm until its end. */
  readonly incident: Quantities
  /** What the table holds of one incident. */
  readonly bytesKept: number
}

/** What a month takes in which so many incidents happen, once the table has filled up with as many of each month. */
export function month({ fixed, minute, incident, bytesKept }: Measured, incidents: number): Quantities {
  const happened = sum(times(minutesInMonth, minute), times(incidents, incident))
  const gigabytes = (incidents * bytesKept * monthsKept) / 1e9
  const { metricHours = 0, logGb = 0, durableGb = 0 } = happened
  return {
    ...sum(fixed, happened, {
      dynamodbGbMonths: gigabytes,
      dynamodbRecoveryGbMonths: gigabytes,
      // Both are kept for about a month.
      logGbMonths: logGb,
      durableGbMonths: durableGb,
    }),
    // However often it is published within an hour.
    metricHours: Math.min(metricHours, hoursInMonth),
  }
}
