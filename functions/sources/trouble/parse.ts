import * as z from 'zod/mini'
import { clip } from '../../domain/clip.ts'
import { type Instant, isInstant } from '../../domain/instant.ts'
import type { ParsedTrouble } from '../../domain/parsed-message.ts'

const trouble = z.object({
  detail: z.object({
    key: z.string().check(z.minLength(1), z.maxLength(200)),
    title: z.string(),
    state: z.enum(['alarm', 'ok']),
    reason: z.string(),
    at: z.custom<Instant>((value) => typeof value === 'string' && isInstant(value)),
    saidBy: z.string(),
  }),
})

/** Throws `ZodError`. */
export function fromTrouble(message: unknown): ParsedTrouble {
  const { detail } = trouble.parse(message)
  return { kind: 'trouble', ...detail, title: clip(detail.title, 200), reason: clip(detail.reason, 1000) }
}
