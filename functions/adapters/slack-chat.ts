import type { WebClient } from '@slack/web-api'
import * as z from 'zod/mini'
import type { Chat, Told } from '../ports.ts'
import { type NotTold, saidBySlack } from './slack-errors.ts'
import { slackMessage } from './slack-message.ts'

const answer = z.object({ ts: z.string(), channel: z.string() })
/** Others post to the channel too, with whatever metadata they like. */
const history = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      metadata: z.optional(z.looseObject({ event_payload: z.optional(z.looseObject({ incident: z.unknown() })) })),
    }),
  ),
})

/** Marks our messages, so that one whose answer was lost can be found again. */
const eventType = 'andon_incident'

/**
 * @param web made anew when the token changes; its own retries must be off: they would sleep inside the function
 * @param channels our names of channels, with Slack's
 */
export function slackChat(web: () => Promise<WebClient>, channels: Readonly<Record<string, string>>): Chat {
  const attempt = async <T>(
    channel: string,
    call: (web: WebClient, slackChannel: string) => Promise<T>,
  ): Promise<T | NotTold> => {
    const name = channels[channel]
    if (name === undefined) return { kind: 'refused', because: `andon.config.ts has no Slack channel ${channel}` }
    try {
      return await call(await web(), name)
    } catch (error) {
      return saidBySlack(error, channel)
    }
  }

  return {
    post: (channel, message) =>
      attempt(channel, async (slack, to) => {
        const metadata = { event_type: eventType, event_payload: { incident: message.incident.id } }
        return told(await slack.chat.postMessage({ channel: to, ...slackMessage(message), metadata, ...quiet }))
      }),

    update: (channel, ref, message) =>
      attempt(channel, async (slack) => {
        const [to = '', ts = ''] = ref.split(' ')
        return told(await slack.chat.update({ channel: to, ts, ...slackMessage(message) }))
      }),

    findPosted: (channel, incident) =>
      attempt<Told | { kind: 'not-there' }>(channel, async (slack, to) => {
        const answered = await slack.conversations.history({ channel: to, limit: 100, include_all_metadata: true })
        const { messages } = history.parse(answered)
        const ours = messages.find(({ metadata }) => metadata?.event_payload?.incident === incident)
        return ours === undefined ? { kind: 'not-there' } : { kind: 'told', ref: `${to} ${ours.ts}` }
      }),
  }
}

/** No previews: a link in an alarm's description is nobody's to open for us. */
const quiet = { unfurl_links: false, unfurl_media: false }

/** Slack names a message by its channel's id and its time. */
function told(response: unknown): Told {
  const { channel, ts } = answer.parse(response)
  return { kind: 'told', ref: `${channel} ${ts}` }
}
