import type { ErrorCode } from '@slack/web-api'
import * as z from 'zod/mini'
import { $ZodError } from 'zod/v4/core'
import { clip } from '../../domain/clip.ts'
import { Unusable } from '../../domain/place.ts'
import type { NotTold, Unchangeable } from '../sender.ts'
import { aboutThisMessage, asItIs, notNow, remedies } from './slack-refusals.ts'

const failure = z.object({
  code: z.string(),
  retryAfter: z.optional(z.number()),
  data: z.optional(z.looseObject({ error: z.optional(z.string()) })),
  message: z.string(),
})

/** What a failed call means for the notice. Rethrows what did not come from Slack. */
export function saidBySlack(error: unknown, channel: string): NotTold {
  if (error instanceof Unusable) return { kind: 'blocked', because: error.message }
  // It said "ok", but not what we asked for.
  if (error instanceof $ZodError) return outOfOrder('its answer cannot be understood')
  const parsed = failure.safeParse(error)
  if (!parsed.success) throw error

  const { code, retryAfter, data, message } = parsed.data
  switch (code) {
    case 'slack_webapi_rate_limited_error' satisfies `${ErrorCode.RateLimitedError}`:
      return { kind: 'later', because: 'Slack asks to wait', ...(retryAfter !== undefined && { seconds: retryAfter }) }
    case 'slack_webapi_request_error' satisfies `${ErrorCode.RequestError}`:
    case 'slack_webapi_http_error' satisfies `${ErrorCode.HTTPError}`:
      return outOfOrder(message)
    case 'slack_webapi_platform_error' satisfies `${ErrorCode.PlatformError}`:
      return saidWith(data?.error ?? '', channel)
    default:
      throw error
  }
}

/** Whether a failed change can never succeed, though the message's words are right; otherwise `undefined`. */
export function unchangeable(error: unknown): Unchangeable | undefined {
  const said = failure.safeParse(error).data?.data?.error ?? ''
  if (said === 'message_not_found') return { kind: 'unchangeable', is: 'deleted' }
  return asItIs.has(said) ? { kind: 'unchangeable', is: 'fixed' } : undefined
}

/** For whatever is no JSON, such as a proxy's page, the client gives the whole body as the error. */
const errorName = /^[a-z][a-z0-9_]*$/

function saidWith(error: string, channel: string): NotTold {
  if (!errorName.test(error)) return outOfOrder(`it answered ${JSON.stringify(clip(error, 80))}`)
  const because = `Slack says ${error} for channel ${channel}`
  if (notNow.has(error)) return { kind: 'later', because }
  if (aboutThisMessage.has(error)) return { kind: 'refused', because: `${because}: it will never take this message` }
  const remedy = remedies.get(error)
  if (remedy === undefined) return { kind: 'later', because, doubtful: true }
  return { kind: 'blocked', because: `${because}: ${remedy}; what is due is told then` }
}

const outOfOrder = (why: string): NotTold => ({
  kind: 'later',
  because: `Slack cannot be reached or is out of order: ${why}`,
})
