import { slackMessage } from '../../../functions/channels/slack/slack-message.ts'
import { decide } from '../../../functions/domain/decide.ts'
import type { Entry, Incident } from '../../../functions/domain/incident.ts'
import { aTry } from '../../a-try.ts'
import { messageFault } from '../../../laptop/slack/blocks.ts'
import { anAlarm, at } from '../../signals.ts'

function anIncident(more: Partial<Incident> = {}): Incident {
  const decision = decide(undefined, anAlarm())
  if (decision.kind !== 'change') throw new Error('expected an incident')
  return { ...decision.change.after, ...more }
}
const entry = (text: string): Entry => ({ kind: 'changed', at: at('09:00'), text, incident: anIncident() })
const line = { title: 'Checkout' }

it('says in one sentence what a phone shows, and in blocks the rest', () => {
  const incident = anIncident({
    state: 'help',
    url: 'https://example.com/alarm',
    tried: [aTry({ title: 'redeploy checkout', outcome: 'started' })],
  })
  const { text, blocks } = slackMessage({ incident, line, timeline: [entry('people are called')] })
  expect(text).toBe('Checkout: checkout-latency: help wanted: people are called')
  expect(blocks).toMatchInlineSnapshot(`
[
  {
    "text": {
      "emoji": false,
      "text": "Checkout: checkout-latency",
      "type": "plain_text",
    },
    "type": "header",
  },
  {
    "text": {
      "text": ":large_yellow_circle: *help wanted* · <https://example.com/alarm|open the alarm>",
      "type": "mrkdwn",
      "verbatim": true,
    },
    "type": "section",
  },
  {
    "text": {
      "emoji": false,
      "text": "Threshold Crossed",
      "type": "plain_text",
    },
    "type": "section",
  },
  {
    "text": {
      "emoji": false,
      "text": "1. redeploy checkout: started",
      "type": "plain_text",
    },
    "type": "section",
  },
  {
    "elements": [
      {
        "text": "<!date^1795251600^{time_secs}|09:00:00 UTC> people are called",
        "type": "mrkdwn",
        "verbatim": true,
      },
    ],
    "type": "context",
  },
]
`)
})

const standingOf = (incident: Incident) => JSON.stringify(slackMessage({ incident, line, timeline: [] }).blocks[1])

it('says who is on it, for as long as that is of interest', () => {
  expect(standingOf(anIncident({ acknowledgedBy: 'ada' }))).toContain(
    ':large_yellow_circle: *help wanted* · ada is on it',
  )
  expect(standingOf(anIncident({ acknowledgedBy: 'ada', state: 'resolved' }))).not.toContain('ada')
})

it('says since when the alarm has no data', () => {
  expect(standingOf(anIncident({ noDataSince: at('09:10') }))).toContain(
    '*help wanted* · no data since 2026-11-21 09:10 UTC',
  )
})

it('says that the machine waits, and why', () => {
  const held = anIncident({ state: 'working', held: 'the line is stopped (cord desk-1 was pulled)' })
  expect(standingOf(held)).toContain('*the machine waits* · the line is stopped (cord desk-1 was pulled)')
  expect(slackMessage({ incident: held, line, timeline: [] }).text).toBe(
    'Checkout: checkout-latency: the machine waits',
  )
})

it('says where an alarm of elsewhere is from, and nothing of that at home', () => {
  const origin = { account: '222233334444', region: 'eu-west-1' }
  expect(standingOf(anIncident({ ...origin, elsewhere: true }))).toContain('of account 222233334444, region eu-west-1')
  expect(JSON.stringify(slackMessage({ incident: anIncident(), line, timeline: [] }))).not.toMatch(
    /000000000000|region/,
  )
})

it('shows an alarm’s tags, but for those of AWS, and nothing where there are none', () => {
  const contextOf = (tags: Record<string, string>) =>
    slackMessage({ incident: anIncident({ tags }), line, timeline: [] }).blocks.filter(({ type }) => type === 'context')
  const [shown] = contextOf({ team: '<!channel>', 'aws:cloudformation:stack-name': 'shop', env: 'prod' })
  expect(shown).toMatchObject({ elements: [{ type: 'plain_text', text: 'team: <!channel> · env: prod' }] })
  expect(contextOf({ 'aws:cloudformation:stack-name': 'shop' })).toEqual([])
})

it('says that a person must decide, and about what', () => {
  const asking = anIncident({ state: 'approval', held: 'it is a big step' })
  expect(standingOf(asking)).toContain(':large_blue_circle: *approval wanted* · it is a big step')
})

it('gives a person’s words once, and whole', () => {
  const blocksOf = (words: string) =>
    JSON.stringify(slackMessage({ incident: anIncident({ title: words, reason: words }), line, timeline: [] }).blocks)
  expect(blocksOf('the printer is empty').match(/the printer is empty/g)).toHaveLength(1)
  const long = 'the printer is empty and '.repeat(8)
  expect(blocksOf(long)).toContain(`"${long}"`)
})

it('gives nobody outside the power to ping a channel or to fake a link', () => {
  const hostile = '<!channel> <@U123> <https://evil.example|click> & *bold* `code`'
  const message = slackMessage({
    incident: anIncident({ title: hostile, reason: hostile, acknowledgedBy: hostile, held: hostile }),
    line,
    timeline: [entry(hostile)],
  })
  // What Slack gives meaning to: everything but plain text.
  const live = JSON.stringify(message, (_, value) => (value?.type === 'plain_text' ? undefined : value))
  expect(live).not.toMatch(/<!channel|<@U|<https:\/\/evil/)
  expect(message.text).toContain('&lt;!channel&gt;')
})

it('stays within what Slack takes, however long everything is', () => {
  const long = 'x'.repeat(50_000)
  const tried = Array.from({ length: 50 }, () => aTry({ title: long, outcome: long, failed: true }))
  const message = slackMessage({
    incident: anIncident({
      title: long,
      reason: long,
      tried,
      acknowledgedBy: long,
      held: long,
      url: `https://${long}`,
    }),
    line: { title: long },
    timeline: Array.from({ length: 500 }, () => entry('<'.repeat(5_000))),
  })
  expect(message.blocks.length).toBeLessThan(50)
  expect(JSON.stringify(message).length).toBeLessThan(12_000)
  expect(message.text.length).toBeLessThan(4_000)
})

// Slack counts after escaping: `&` takes five characters, and a smiley two.
it.each(['&', '<', '&<', '*', '😀', 'x'])(
  'stays within it by Slack’s own count where everything is %j',
  (character) => {
    const hostile = character.repeat(300)
    const tried = Array.from({ length: 20 }, () =>
      aTry({ title: hostile, outcome: hostile, failed: true, undone: hostile, stays: hostile }),
    )
    const { text, blocks } = slackMessage({
      incident: anIncident({
        title: hostile,
        reason: hostile.repeat(5),
        tried,
        acknowledgedBy: hostile,
        held: hostile,
      }),
      line: { title: hostile },
      timeline: [...Array.from({ length: 20 }, () => entry(hostile)), entry('people are called')],
    })
    expect(messageFault(text, blocks)).toBeUndefined()
    const escapedOnce = JSON.parse(JSON.stringify(blocks), (_, value) =>
      value?.type === 'plain_text'
        ? { ...value, text: value.text.replaceAll('&', '&amp;').replaceAll('<', '&lt;') }
        : value,
    )
    expect(messageFault(text, escapedOnce)).toBeUndefined()
    expect(JSON.stringify(blocks)).toContain('people are called')
  },
)
