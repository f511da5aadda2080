import * as z from 'zod/mini'
import { shownStates } from './light-state.ts'

/** Of a report's `reason`, in UTF-16 units. */
export const longestReason = 200

/** What a lamp says of itself, on `reportTopic`. With `online: false` it is the lamp's last will. JSON, UTF-8. */
export const lightReport = z.object({
  /** Of the command that is shown; '' when none has been heard since the agent started. */
  epoch: z.string(),
  /** 0 when none has been heard. */
  appliedV: z.int().check(z.nonnegative()),
  state: z.enum(shownStates),
  /** ISO 8601, by the lamp's own clock. */
  at: z.iso.datetime({ offset: true }),
  online: z.boolean(),
  /** Version of the agent. */
  agent: z.string(),
  /** In words for people: why it shows `unknown`, or what is wrong with its cord; missing while all is well. */
  reason: z.optional(z.string().check(z.maxLength(longestReason))),
  /** Its buzzer is there and has been silenced by hand. */
  muted: z.optional(z.boolean()),
  /** When the device's certificate ends, ISO 8601; missing where the broker asks for none. */
  certificateEnds: z.optional(z.iso.datetime({ offset: true })),
})
export type LightReport = z.infer<typeof lightReport>
