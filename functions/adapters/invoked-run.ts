import * as z from 'zod/mini'
import type { Run } from '../usecases/run-playbook.ts'

const run = z.object({
  incident: z.string(),
  playbook: z.string(),
  attempt: z.exactOptional(z.number()),
  version: z.exactOptional(z.number()),
  suggest: z.exactOptional(z.literal(true)),
  undo: z.exactOptional(z.enum(['asked', 'afterwards'])),
})

/** What on-change invokes `run-playbook` with. Throws for anything else. */
export const toRun = (event: unknown): Run => z.parse(run, event)
