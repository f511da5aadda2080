import type { WebClient } from '@slack/web-api'
import * as z from 'zod/mini'
import type { About } from '../../domain/notice.ts'
import type { NotTold, Posting, Sender } from '../sender.ts'
import { saidBySlack, unchangeable } from './slack-errors.ts'
import { slackMessage } from './slack-message.ts'
import { own } from '../../domain/own.ts'

const posted = z.object({ ts: z.string(), channel: z.string() })
/** Others post to the channel too, with whatever metadata they like. */
const history = z.object({
  messages: z.array(
    z.object({ ts: z.string(), metadata: z.optional(z.looseObject({ event_payload: z.optional(z.unknown()) })) }),
  ),
})

/** Marks our messages, so that one whose response was lost can be found again. */
const eventType = 'andon_incident'

/**
 * @param web a new client when the token changes; its own retries must be off: they would sleep inside the function
 * @param channel Slack's id of it
 * @param name ours
 */
export function slackSender(
  web: () => Promise<WebClient>,
  channel: string,
  name: string,
): Extract<Sender, { can: 'update' }> {
  const attempt = async <T, Meaning = never>(
    call: (slack: WebClient) => Promise<T>,
    meaning?: (error: unknown) => Meaning | undefined,
  ): Promise<T | NotTold | Meaning> => {
    try {
      return await call(await web())
    } catch (error) {
      return meaning?.(error) ?? saidBySlack(error, name)
    }
  }

  return {
    can: 'update',

    post: (message) =>
      attempt(async (slack) => {
        const metadata = { event_type: eventType, event_payload: { incident: message.incident.id } }
        return told(await slack.chat.postMessage({ channel, ...slackMessage(message), metadata, ...quiet }))
      }),

    async update(ref, message) {
      const [to = '', ts = ''] = ref.split(' ')
      const said = await attempt(
        async (slack) => told(await slack.chat.update({ channel: to, ts, ...slackMessage(message) })),
        unchangeable,
      )
      // It is in a channel that the config had before, and that we may have left for good.
      return said.kind === 'blocked' && to !== channel ? { kind: 'unchangeable', is: 'fixed' } : said
    },

    findPosted: (about) =>
      attempt<Posting | { kind: 'not-there' }>(async (slack) => {
        const found = await slack.conversations.history({ channel, limit: 100, include_all_metadata: true })
        const ours = history.parse(found).messages.find(({ metadata }) => isAbout(metadata?.event_payload, about))
        return ours === undefined ? { kind: 'not-there' } : { kind: 'told', ref: `${channel} ${ours.ts}` }
      }),
  }
}

/** No previews: Slack must not open links from an alarm's description for us. */
const quiet = { unfurl_links: false, unfurl_media: false }

/** Slack names a message by its channel's id and its time. */
function told(response: unknown): Posting {
  const { channel, ts } = posted.parse(response)
  return { kind: 'told', ref: `${channel} ${ts}` }
}

function isAbout(payload: unknown, about: About): boolean {
  const marked = mark.safeParse(payload)
  return marked.success && Object.entries(about).every(([key, value]) => own(marked.data, key) === value)
}
const mark = z.record(z.string(), z.unknown())
