import { MovedClock } from '@andon/local-cloud/clock.ts'
import { createSlack } from '../../../laptop/slack.ts'
import { openStore } from '@andon/local-cloud/store.ts'
import type { FarEnd } from '../far-end.ts'

const faults = {
  'asks to wait': 429,
  'out of order': 503,
  refuses: { error: 'invalid_blocks' },
  'says no word we know': { error: 'gremlins' },
  'answer lost': 'cut',
} as const

export async function slackFarEnd(): Promise<FarEnd> {
  const slack = createSlack({
    store: openStore(),
    clock: new MovedClock(Date.UTC(2026, 10, 21, 9)),
    token: 'xoxb-right',
    channels: ['C00CHECKOUT'],
    log: () => undefined,
  })
  const server = await slack.listen(0)
  const messages = () => slack.messages('C00CHECKOUT')!
  return {
    channel: { kind: 'slack', channel: 'C00CHECKOUT' },
    parts: { environment: { SLACK_API_URL: server.url }, secret: async () => 'xoxb-right' },
    messages: () => messages().map(({ text }) => text),
    live() {
      const marked = JSON.stringify(messages(), (_, value) => (value?.type === 'plain_text' ? undefined : value))
      return marked.match(/<(?!!date\^)[^>]*>/g) ?? []
    },
    become(mood) {
      slack.workspace.token = mood === 'wants mending' ? 'xoxb-another' : 'xoxb-right'
      if (mood !== 'well' && mood !== 'wants mending') slack.failNext(faults[mood])
    },
    close: () => server.close(),
  }
}
