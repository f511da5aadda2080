import * as z from 'zod/mini'
import { type Instant, instant } from '../domain/instant.ts'

const scheduled = z.object({ time: z.iso.datetime({ offset: true }) })

/** The time of a scheduled event, by EventBridge's clock. Throws `ZodError`. */
export const toMinute = (event: unknown): Instant => instant(new Date(scheduled.parse(event).time))
