import type { ErrorCode } from '@slack/web-api'
import * as z from 'zod/mini'
import { Unusable } from '../../domain/place.ts'
import type { NotTold } from '../sender.ts'
import { own } from '../../domain/own.ts'

type NotPosted = NotTold | { readonly kind: 'gone' }

const failure = z.object({
  code: z.string(),
  retryAfter: z.optional(z.number()),
  data: z.optional(z.looseObject({ error: z.optional(z.string()) })),
  message: z.string(),
})

/** What a failed call means for the notice. Rethrows what did not come from Slack. */
export function saidBySlack(error: unknown, channel: string): NotPosted {
  if (error instanceof Unusable) return { kind: 'refused', because: error.message }
  const parsed = failure.safeParse(error)
  if (!parsed.success) throw error

  const { code, retryAfter, data, message } = parsed.data
  switch (code) {
    case 'slack_webapi_rate_limited_error' satisfies `${ErrorCode.RateLimitedError}`:
      return { kind: 'later', because: 'Slack asks to wait', ...(retryAfter !== undefined && { seconds: retryAfter }) }
    case 'slack_webapi_request_error' satisfies `${ErrorCode.RequestError}`:
    case 'slack_webapi_http_error' satisfies `${ErrorCode.HTTPError}`:
      return { kind: 'later', because: `Slack cannot be reached or is out of order: ${message}` }
    case 'slack_webapi_platform_error' satisfies `${ErrorCode.PlatformError}`:
      return saidWith(data?.error ?? message, channel)
    default:
      throw error
  }
}

/** Slack's own troubles, which pass. Any other error stays until somebody fixes the cause. */
const passing = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'ratelimited'])

const token = 'put the bot token (xoxb-…) into the SSM parameter that the stack names as SlackTokenParameter'
const remedies: Readonly<Record<string, string>> = {
  invalid_auth: token,
  not_authed: token,
  token_revoked: token,
  token_expired: token,
  account_inactive: token,
  missing_scope: 'give the bot the scopes chat:write and channels:history',
  channel_not_found: 'check its id in andon.config.ts, and invite the bot to it',
  not_in_channel: 'invite the bot to it',
  is_archived: 'name another channel in andon.config.ts',
}

function saidWith(error: string, channel: string): NotPosted {
  if (error === 'message_not_found') return { kind: 'gone' }
  if (passing.has(error)) return { kind: 'later', because: `Slack says ${error}` }
  const remedy = own(remedies, error)
  return {
    kind: 'refused',
    because: `Slack says ${error} for channel ${channel}${remedy ? `: ${remedy}, then send this message back to its queue` : ''}`,
  }
}
