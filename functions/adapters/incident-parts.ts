import * as z from 'zod/mini'
import type { Judged, Objection, StoppedLine } from '../domain/incident.ts'
import { instant } from './zod-instant.ts'

// Parts of an incident, as the table holds them.

/** Has all fields, those that may be missing too: what is forgotten here would be written, and lost when it is read. */
export type Whole<Record> = z.ZodMiniType<Record> & {
  readonly shape: { readonly [Field in keyof Required<Record>]: unknown }
}

export const judged = z.object({
  at: instant,
  against: z.array(
    z.object({
      guard: z.string(),
      because: z.string(),
      until: z.enum(['people', 'line-cleared', 'decision', 'instant']),
      at: z.exactOptional(instant),
    }) satisfies Whole<Objection>,
  ),
}) satisfies Whole<Judged>

export const stopped = z.object({ at: instant, by: z.exactOptional(z.string()) }) satisfies Whole<StoppedLine>
