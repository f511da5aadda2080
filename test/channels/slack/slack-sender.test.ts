import { MovedClock } from '@andon/local-cloud/clock.ts'
import { openStore } from '@andon/local-cloud/store.ts'
import { slackClient } from '../../../functions/channels/slack/slack-client.ts'
import { slackSender } from '../../../functions/channels/slack/slack-sender.ts'
import type { Message } from '../../../functions/channels/sender.ts'
import { decide } from '../../../functions/domain/decide.ts'
import { createSlack, type SlackFault } from '../../../laptop/slack.ts'
import { anAlarm } from '../../signals.ts'

const clock = new MovedClock(Date.UTC(2026, 10, 21, 9))
const slack = createSlack({
  store: openStore(),
  clock,
  token: 'xoxb-right',
  channels: ['C00CHECKOUT', 'C00BEFORE'],
  log: () => undefined,
})
let server: Awaited<ReturnType<typeof slack.listen>>
beforeAll(async () => (server = await slack.listen(0)))
afterAll(() => server.close())
beforeEach(() => {
  clock.move(60_000)
  slack.workspace.mayEdit = true
  slack.workspace.token = 'xoxb-right'
})

/** Slack's sender for a channel, as the config has it. */
const senderOf = (channel = 'C00CHECKOUT') =>
  slackSender(
    slackClient(async () => 'xoxb-right', server.url),
    channel,
    'checkout',
  )
const decision = decide(undefined, anAlarm())
if (decision.kind !== 'change') throw new Error('expected an incident')
const { after: incident, entry } = decision.change
const message: Message = { incident, line: { title: 'Checkout' }, timeline: [entry] }

const page = '<!DOCTYPE html><html><title>502 Bad Gateway</title></html>'
it.each<[string, SlackFault]>([
  ['a page of a proxy', { body: page }],
  ['nothing at all', { body: '' }],
  ['a plain sentence', { body: 'You are sending too many requests. Please relax.' }],
  ['an empty object', { body: '{}' }],
  ['null', { body: 'null' }],
  ['"ok" and nothing else', { body: '{"ok":true}' }],
  ['an error without a name', { body: '{"ok":false}' }],
  ...['rate_limited', 'request_timeout', 'team_added_to_org', 'org_login_required', 'external_channel_migrating'].map(
    (error): [string, SlackFault] => [error, { error }],
  ),
])('will tell it later when Slack answers with %s', async (_, fault) => {
  slack.failNext(fault)
  const said = await senderOf()
    .post(message)
    // Rejected is tried again as well.
    .catch(() => ({ kind: 'later' }))
  expect(said).toMatchObject({ kind: 'later' })
  expect(said).not.toHaveProperty('doubtful')
})

it('repeats little of what was no answer of Slack’s', async () => {
  slack.failNext({ body: page.repeat(100) })
  const said = await senderOf().post(message)
  expect(said).toEqual({
    kind: 'later',
    because: expect.stringMatching(
      /^Slack cannot be reached or is out of order: it answered "<!DOCTYPE html>.{60,80}$/,
    ),
  })
})

it.each(['token_revoked', 'message_limit_exceeded', 'is_archived', 'restricted_action', 'missing_scope'])(
  'says what to mend when Slack says %s',
  async (error) => {
    slack.failNext({ error })
    expect(await senderOf().post(message)).toEqual({
      kind: 'blocked',
      because: expect.stringMatching(new RegExp(`^Slack says ${error} for channel checkout: .{10,}; what is due`)),
    })
  },
)

it('knows a message that it cannot change any more', async () => {
  const sender = senderOf()
  const said = await sender.post(message)
  if (said.kind !== 'told') throw new Error('expected a message')
  slack.workspace.mayEdit = false
  expect(await sender.update(said.ref, message)).toEqual({ kind: 'unchangeable', is: 'fixed' })
  slack.failNext({ error: 'cant_update_message' })
  expect(await sender.update(said.ref, message)).toEqual({ kind: 'unchangeable', is: 'fixed' })
  const [channel = '', ts = ''] = said.ref.split(' ')
  await fetch(`${server.url}chat.delete`, {
    method: 'POST',
    body: new URLSearchParams({ token: 'xoxb-right', channel, ts }),
  })
  expect(await sender.update(said.ref, message)).toEqual({ kind: 'unchangeable', is: 'deleted' })
})

it('does not wait for a channel that the config has left', async () => {
  const said = await senderOf('C00BEFORE').post(message)
  if (said.kind !== 'told') throw new Error('expected a message')
  slack.failNext({ error: 'is_archived' }, 2)
  expect(await senderOf('C00BEFORE').update(said.ref, message)).toMatchObject({ kind: 'blocked' })
  expect(await senderOf('C00CHECKOUT').update(said.ref, message)).toEqual({ kind: 'unchangeable', is: 'fixed' })
})
