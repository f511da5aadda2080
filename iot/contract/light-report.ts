import * as z from 'zod/mini'
import { shownStates } from './light-state.ts'

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
})
export type LightReport = z.infer<typeof lightReport>
