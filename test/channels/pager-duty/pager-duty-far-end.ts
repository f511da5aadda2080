import { createPager, type Pager } from '../../../laptop/pager.ts'
import type { FarEnd, Mood } from '../far-end.ts'

const right = 'a'.repeat(32)
const faults: Readonly<Record<Exclude<Mood, 'well' | 'wants mending'>, Parameters<Pager['failNext']>>> = {
  'asks to wait': [429],
  'out of order': [503],
  refuses: [400, ["'payload.summary' is missing or blank"]],
  'says no word we know': [418],
  'answer lost': ['cut'],
}

export async function pagerDutyFarEnd(): Promise<FarEnd> {
  const pager = createPager({ key: right, log: () => undefined })
  const server = await pager.listen(0)
  let mood: Mood = 'well'
  return {
    channel: { kind: 'pagerDuty', parameter: '/andon/pagerduty-key' },
    parts: {
      environment: { PAGERDUTY_URL: server.url },
      secret: async () => (mood === 'wants mending' ? 'b'.repeat(32) : right),
    },
    messages: () => pager.alerts().map(({ summary, details }) => `${summary} ${JSON.stringify(details)}`),
    // PagerDuty makes links of addresses, and of nothing else.
    live: () => JSON.stringify(pager.alerts()).match(/https?:\/\/\S+/g) ?? [],
    become(next) {
      mood = next
      if (mood !== 'well' && mood !== 'wants mending') pager.failNext(...faults[mood])
    },
    close: () => server.close(),
  }
}
