import * as z from 'zod/mini'
import type { ChannelKind, SecretNeed } from '../channel-kind.ts'
import type { SlackChannel } from './slack.ts'

const botToken: SecretNeed = {
  kind: 'secret',
  parameter: '/andon/slack-token',
  what: "the Slack bot's token",
  looksLike: 'xoxb-…',
  output: 'SlackTokenParameter',
}

export const slackKind: ChannelKind<SlackChannel> = {
  form: z.strictObject(
    {
      kind: z.literal('slack'),
      channel: z
        .string()
        .check(
          z.regex(
            /^[CG][A-Z0-9]{6,}$/,
            'the id of a channel, such as "C0123456789" (in Slack: below the details of the channel)',
          ),
        ),
    },
    'an object with: kind, channel',
  ),
  can: 'update',
  calls: false,
  /**
   * Slack takes about one message a second and channel, and some 50 changes of messages a minute: 1.2 s keeps to both.
   * Source: https://docs.slack.dev/apis/web-api/rate-limits
   */
  betweenCalls: 1_200,
  needs: () => [botToken],
  async open({ channel }, { name, secret, environment }) {
    const { slackSender } = await import('./slack-sender.ts')
    const { slackClient } = await import('./slack-client.ts')
    // On a laptop this is the imitated Slack.
    return slackSender(
      slackClient(() => secret(botToken), environment['SLACK_API_URL']),
      channel,
      name,
    )
  },
}
