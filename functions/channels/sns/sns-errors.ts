import * as z from 'zod/mini'
import type { NotTold } from '../sender.ts'
import { own } from '../../domain/own.ts'

const failure = z.object({
  name: z.string(),
  message: z.string(),
  /** Whose fault it is by SNS's own word; missing where SNS said nothing. */
  $fault: z.optional(z.enum(['client', 'server'])),
  $retryable: z.optional(z.object({ throttling: z.optional(z.boolean()) })),
})

const again = 'then send this message back to its queue'
/** By SNS's error name. These stay until somebody fixes the cause. */
const remedies: Readonly<Record<string, string>> = {
  NotFoundException: `deploy again, and subscribe the line's people to its new topic`,
  AuthorizationErrorException: 'deploy again, so that on-notice may publish to it',
}

/** What a failed call means for the notice. Rethrows what is no error at all. */
export function saidBySns(error: unknown, topicArn: string): NotTold {
  const parsed = failure.safeParse(error)
  if (!parsed.success) throw error

  const { name, message, $fault, $retryable } = parsed.data
  if ($fault === undefined) return { kind: 'later', because: `SNS cannot be reached: ${message}` }
  if ($retryable?.throttling === true || passing.has(name))
    return { kind: 'later', because: `SNS asks to wait: ${name}` }
  if ($fault === 'server') return { kind: 'later', because: `SNS is out of order: ${name}` }
  const remedy = own(remedies, name) ?? message
  return { kind: 'refused', because: `SNS says ${name} for ${topicArn}: ${remedy}, ${again}` }
}

const passing = new Set(['ThrottledException', 'KMSThrottlingException', 'Throttling', 'Throttled'])
