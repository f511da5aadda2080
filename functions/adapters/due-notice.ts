import * as z from 'zod/mini'
import { $ZodError } from 'zod/v4/core'
import type { DueNotice } from '../ports.ts'

export const dueNotice = z.object({
  incident: z.string(),
  version: z.number(),
  channel: z.string(),
}) satisfies z.ZodMiniType<DueNotice>

export function toDueNotice(body: string): DueNotice | undefined {
  try {
    return dueNotice.parse(JSON.parse(body))
  } catch (error) {
    if (error instanceof $ZodError || error instanceof SyntaxError) return undefined
    throw error
  }
}
