import * as z from 'zod/mini'
import type { ChannelKind } from '../channel-kind.ts'
import type { SnsTopicChannel } from './sns-topic.ts'

export const snsTopicKind: ChannelKind<SnsTopicChannel> = {
  form: z.strictObject(
    {
      kind: z.literal('snsTopic'),
      arn: z
        .string()
        .check(
          z.regex(
            /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
            'the ARN of a standard topic, such as "arn:aws:sns:eu-central-1:111122223333:on-call"',
          ),
        ),
    },
    'an object with: kind, arn',
  ),
  can: 'call',
  calls: 'each time',
  // A standard topic takes 300 messages a second, and more in the larger regions.
  betweenCalls: 0,
  needs: ({ arn }) => [{ kind: 'topic', arn }],
  async open({ arn }) {
    const { snsClientFor } = await import('../sns/sns-client.ts')
    const { snsSender } = await import('../sns/sns-sender.ts')
    return snsSender(snsClientFor(arn), arn)
  },
}
