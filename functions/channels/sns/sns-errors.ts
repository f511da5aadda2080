import * as z from 'zod/mini'
import type { NotTold } from '../sender.ts'

const failure = z.object({
  name: z.string(),
  message: z.string(),
  /** Whose fault it is by SNS's own word; missing where SNS said nothing. */
  $fault: z.optional(z.enum(['client', 'server'])),
  $retryable: z.optional(z.object({ throttling: z.optional(z.boolean()) })),
})

const deploy = 'deploy again'
const key = "let Andon use the topic's key again"
/** What people have to do, by SNS's error name. Until then nothing is taken. */
const remedies: ReadonlyMap<string, string> = new Map(
  Object.entries({
    NotFoundException: `${deploy}, and subscribe the line's people to its new topic`,
    AuthorizationErrorException: `${deploy}, so that on-notice may publish to it`,
    InvalidSecurityException: deploy,
    KMSAccessDeniedException: key,
    KMSDisabledException: key,
    KMSInvalidStateException: key,
    KMSNotFoundException: key,
    KMSOptInRequired: key,
  }),
)
/** Repeating the same message never helps. */
const aboutThisMessage = new Set(['InvalidParameterException', 'InvalidParameterValueException', 'ValidationException'])

/** What a failed call means for the notice. Rethrows what is no error at all. */
export function saidBySns(error: unknown, topicArn: string): NotTold {
  const parsed = failure.safeParse(error)
  if (!parsed.success) throw error

  const { name, message, $fault, $retryable } = parsed.data
  if ($fault === undefined) return { kind: 'later', because: `SNS cannot be reached: ${message}` }
  if ($retryable?.throttling === true || passing.has(name))
    return { kind: 'later', because: `SNS asks to wait: ${name}` }
  if ($fault === 'server') return { kind: 'later', because: `SNS is out of order: ${name}` }
  const because = `SNS says ${name} for ${topicArn}`
  if (aboutThisMessage.has(name)) return { kind: 'refused', because: `${because}: ${message}` }
  const remedy = remedies.get(name)
  if (remedy === undefined) return { kind: 'later', because: `${because}: ${message}`, doubtful: true }
  return { kind: 'blocked', because: `${because}: ${remedy}; what is due is told then` }
}

const passing = new Set(['ThrottledException', 'KMSThrottlingException', 'Throttling', 'Throttled'])
