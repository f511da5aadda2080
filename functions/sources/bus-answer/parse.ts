import * as z from 'zod/mini'
import type { Answer } from '../../domain/act.ts'
import { clip } from '../../domain/clip.ts'

const callAnswered = z.object({
  detail: z.object({
    incident: z.string().check(z.minLength(1), z.maxLength(64)),
    by: z.string().check(z.trim(), z.minLength(1)),
    id: z.string().check(z.minLength(1), z.maxLength(128)),
  }),
})

/** `Call Answered` on the bus. Throws `ZodError`. */
export function fromAnswerEvent(event: unknown): Answer {
  const { incident, by, id } = callAnswered.parse(event).detail
  return { kind: 'answer', incident, by: clip(by, 64), via: 'bus', id }
}
