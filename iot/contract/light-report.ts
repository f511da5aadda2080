import * as z from 'zod/mini'
import { shownStates } from './light-state.ts'

/** The longest `reason`, in UTF-16 units. */
export const longestReason = 200

/** What a lamp reports of itself, on `reportTopic`. With `online: false` it is the lamp's last will. JSON, UTF-8. */
export const lightReport = z.object({
  /** The epoch of the command that it shows; '' if none came since the agent started. */
  epoch: z.string(),
  /** The command's `v`; 0 if none came. */
  appliedV: z.int().check(z.nonnegative()),
  state: z.enum(shownStates),
  /** ISO 8601, by the lamp's own clock. */
  at: z.iso.datetime({ offset: true }),
  online: z.boolean(),
  /** Version of the agent. */
  agent: z.string(),
  /** For people: why it shows `unknown`, or what is wrong with its cord. Missing while all is well. */
  reason: z.optional(z.string().check(z.maxLength(longestReason))),
  /** Whether somebody has muted its buzzer. Missing if it has none. */
  muted: z.optional(z.boolean()),
  /** When the device's certificate ends, ISO 8601; missing if there is none. */
  certificateEnds: z.optional(z.iso.datetime({ offset: true })),
})
export type LightReport = z.infer<typeof lightReport>
