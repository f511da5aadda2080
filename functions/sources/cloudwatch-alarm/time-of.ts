import { type Instant, instant } from '../../domain/instant.ts'

/** CloudWatch writes `+0000` where ISO 8601 wants `+00:00`. Throws `RangeError`. */
export const timeOf = (timestamp: string): Instant => instant(new Date(timestamp.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')))
