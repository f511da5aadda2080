import * as z from 'zod/mini'
import { $ZodError } from 'zod/v4/core'

const serviceError = z.object({
  name: z.string(),
  $metadata: z.object({ httpStatusCode: z.number() }),
})

/** Errors that pass, though their status is one of 400 to 499. */
const passing = /throttl|toomany|limitexceeded|throughput|slowdown|timeout|expired|inprogress|conflict|notready/i
const passingStatuses = [408, 409, 425, 429]

/**
 * Whether a call failed for good: AWS understood it and refuses it (denied, not there, not valid), or an item that it
 * needs cannot be read. No answer at all, an answer of 500 or above and a throttled call pass.
 */
export function isFinal(error: unknown): boolean {
  if (error instanceof $ZodError) return true
  const { success, data } = serviceError.safeParse(error)
  if (!success) return false
  const { httpStatusCode: status } = data.$metadata
  return status >= 400 && status < 500 && !passingStatuses.includes(status) && !passing.test(data.name)
}
