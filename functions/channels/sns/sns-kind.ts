import type { ChannelKind } from '../channel-kind.ts'
import type { SnsChannel } from './sns.ts'

export const snsKind: ChannelKind<SnsChannel> = {
  form: 'of every line',
  can: 'call',
  calls: 'each time',
  // A standard topic takes 300 messages a second, and more in the larger regions.
  betweenCalls: 0,
  needs: ({ line }) => [{ kind: 'line-topic', line }],
  async open({ line }, { lineTopic }) {
    const { snsClientFor } = await import('./sns-client.ts')
    const { snsSender } = await import('./sns-sender.ts')
    const topic = lineTopic(line)
    return snsSender(snsClientFor(topic), topic)
  },
}
