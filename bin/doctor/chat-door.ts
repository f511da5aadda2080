import type { ErrorCode } from '@slack/web-api'
import { z } from 'zod'
import { slackClient } from '../../functions/channels/slack/slack-client.ts'

/** Slack, as far as it says whether a token is good for what Andon does. A failed call gives Slack's name of the error. */
export interface ChatDoor {
  readonly whoAmI: () => Promise<{ readonly bot: string; readonly scopes: readonly string[] } | Refused>
  /** Reads as the bot must be able to: only members may. */
  readonly read: (channel: string) => Promise<'ok' | Refused>
}
export interface Refused {
  readonly error: string
}
export type OpenChat = (token: string) => ChatDoor

/** The client takes the scopes from a header of the answer. */
const identity = z.object({
  user: z.string(),
  response_metadata: z.object({ scopes: z.array(z.string()) }),
})
const refusal = z.object({
  code: z.literal('slack_webapi_platform_error' satisfies `${ErrorCode.PlatformError}`),
  data: z.object({ error: z.string() }),
})

/** @param apiUrl of Slack's Web API; undefined: Slack's own */
export const openChat =
  (apiUrl?: string): OpenChat =>
  (token) => {
    const web = slackClient(async () => token, apiUrl)
    return {
      whoAmI: () =>
        orRefused(async () => {
          const { user, response_metadata } = identity.parse(await (await web()).auth.test())
          return { bot: user, scopes: response_metadata.scopes }
        }),
      read: (channel) =>
        orRefused<'ok'>(async () => {
          await (await web()).conversations.history({ channel, limit: 1 })
          return 'ok'
        }),
    }
  }

async function orRefused<T>(call: () => Promise<T>): Promise<T | Refused> {
  try {
    return await call()
  } catch (error) {
    const { data } = refusal.safeParse(error)
    if (data === undefined) throw error
    return { error: data.data.error }
  }
}
