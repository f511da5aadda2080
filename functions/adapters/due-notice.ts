import { z } from 'zod/mini'
import type { DueNotice } from '../ports.ts'

const dueNotice = z.object({ incident: z.string(), version: z.number(), channel: z.string() })

export function toDueNotice(body: string): DueNotice | undefined {
  try {
    return dueNotice.parse(JSON.parse(body))
  } catch (error) {
    if (error instanceof z.core.$ZodError || error instanceof SyntaxError) return undefined
    throw error
  }
}
