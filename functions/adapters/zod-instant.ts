import * as z from 'zod/mini'
import { type Instant, isInstant } from '../domain/instant.ts'

export const instant = z.custom<Instant>(
  (value) => typeof value === 'string' && isInstant(value),
  'not an ISO 8601 time in UTC',
)
