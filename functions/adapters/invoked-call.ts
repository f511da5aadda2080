import * as z from 'zod/mini'
import type { CallForPeople } from '../domain/call-for-people.ts'
import { instant } from './zod-instant.ts'

export const callForPeople = z.object({
  incident: z.string(),
  line: z.string(),
  version: z.number(),
  state: z.enum(['help', 'stop']),
  at: instant,
  text: z.string(),
  answer: z.exactOptional(z.string()),
}) satisfies z.ZodMiniType<CallForPeople>

/** The call that a run of escalate was started with. Throws `ZodError`. */
export const toCall = (event: unknown): CallForPeople => callForPeople.parse(event)
