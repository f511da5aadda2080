import { LogLevel, WebClient } from '@slack/web-api'
import { MovedClock } from '@andon/local-cloud/clock.ts'
import { createSlack } from '../../laptop/slack.ts'
import { openStore, type Store } from '@andon/local-cloud/store.ts'

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

export async function start({ store = openStore(), token = 'xoxb-right' }: { store?: Store; token?: string } = {}) {
  const log: string[] = []
  const clock = new MovedClock(Date.UTC(2026, 10, 21, 9))
  const slack = createSlack({
    store,
    clock,
    token: 'xoxb-right',
    channels: ['#checkout', 'search'],
    log: (line) => void log.push(line),
  })
  const server = await slack.listen(0)
  opened.push(server)
  const web = new WebClient(token, {
    slackApiUrl: server.url,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  })
  return { slack, web, clock, log, url: server.url }
}

export const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } })
export const header = (text: string) => ({ type: 'header' as const, text: { type: 'plain_text' as const, text } })
