import * as z from 'zod/mini'
import { $ZodError } from 'zod/v4/core'
import type { DueNotice } from '../domain/notice.ts'

const about = z.union([z.object({ incident: z.string() }), z.object({ line: z.string() })])
const presentForm = z.object({ about, version: z.number(), channel: z.string() })
/** As the first version wrote them; a queue keeps them for two weeks. */
const firstForm = z.object({ incident: z.string(), version: z.number(), channel: z.string() })

export const dueNotice = z.pipe(
  z.union([presentForm, firstForm]),
  z.transform((due): DueNotice => {
    if ('about' in due) return due
    const { incident, ...rest } = due
    return { about: { incident }, ...rest }
  }),
)

/** `undefined` for a message that on-change did not write. */
export function toDueNotice(body: string): DueNotice | undefined {
  try {
    return dueNotice.parse(JSON.parse(body))
  } catch (error) {
    if (error instanceof $ZodError || error instanceof SyntaxError) return undefined
    throw error
  }
}
