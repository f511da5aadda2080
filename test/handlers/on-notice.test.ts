import type { Context, SQSEvent } from 'aws-lambda'
import type { NotTold, Sender } from '../../functions/channels/sender.ts'
import type { Notice } from '../../functions/domain/notice.ts'
import { toDueNotice } from '../../functions/adapters/due-notice.ts'
import { takeIn } from '../../functions/usecases/take-in.ts'
import { pacer } from '../../functions/usecases/pace.ts'
import { anAlarm } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'

// Before the logger is made: what it says of trouble is no trouble of ours.
process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT'
const { onNotice } = await import('../../functions/handlers/on-notice.ts')

/** Two alarms of the line checkout; a chat, and people who are called. */
async function aBatch({ chat, people }: { chat: () => Promise<NotTold | void>; people: () => Promise<void> }) {
  const { ports: table, incidents: all, at: passTo } = aTable()
  const incidents: string[] = []
  for (const name of ['checkout-5xx', 'checkout-latency']) {
    const decision = await takeIn(table, anAlarm({ name }))
    if (decision.kind === 'change') incidents.push(decision.change.after.id)
  }
  const senders: Record<string, Sender> = {
    chat: {
      can: 'update',
      post: async ({ incident }) => {
        const said = await chat()
        if (said) return said
        story.push(`chat: ${incident.title}`)
        return { kind: 'told', ref: 'm' }
      },
      update: async () => ({ kind: 'told', ref: 'm' }),
      findPosted: async () => (await chat()) ?? { kind: 'not-there' },
    },
    people: {
      can: 'call',
      call: async ({ incident }) => (await people(), story.push(`people: ${incident.title}`), { kind: 'told' }),
    },
  }
  const story: string[] = []
  const kept = new Map<string, Notice>()
  let isBroken = false
  const handle = onNotice({
    ...table,
    incidents: {
      ...table.incidents,
      lookUp: (wanted) => (isBroken ? Promise.reject(new Error('the table is busy')) : table.incidents.lookUp(wanted)),
    },
    notices: {
      find: async (about, channel) => kept.get(JSON.stringify([about, channel])),
      save: async (about, channel, notice) => void kept.set(JSON.stringify([about, channel]), notice),
    },
    sender: async (channel) => senders[channel],
    line: (title) => ({ title }),
    platform: 'platform',
    deadLetters: { setAside: async (_, reason) => void story.push(`set aside: ${reason}`) },
    pace: pacer(table.clock, () => 0),
    toDueNotice,
    deleteMessages: async (receipts) => void story.push(`let go: ${receipts.join(' ')}`),
    postpone: async (receipts, seconds) => {
      story.push(`postponed: ${receipts.join(' ')}`)
      pauses.push(seconds)
    },
  })
  const pauses: number[] = []
  const record = (channel: string, nth: number, body: unknown, received = 1) => ({
    messageId: `${channel}-${nth}`,
    receiptHandle: `${channel}-${nth}`,
    body: JSON.stringify(body),
    attributes: { MessageGroupId: channel, ApproximateReceiveCount: String(received) },
  })
  const due = (channel: string, received = 1) =>
    incidents.map((incident, nth) => record(channel, nth, { about: { incident }, version: 1, channel }, received))
  const run = async (records: readonly object[]) => {
    const answer = await handle({ Records: records } as SQSEvent, { getRemainingTimeInMillis: () => 30_000 } as Context)
    return (answer?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier)
  }
  /** What the platform's people know of Andon's own parts. */
  const known = () =>
    all()
      .filter(({ line }) => line === 'platform')
      .map(({ title, state, reason }) => `${title}: ${state}: ${reason}`)
  return { story, run, due, record, incidents, known, pauses, passTo, breakTable: () => void (isBroken = true) }
}
const atOnce = async () => undefined

it('lets people’s calls go as soon as they are told, though chat keeps the batch waiting', async () => {
  const gate = Promise.withResolvers<void>()
  const { story, run, due } = await aBatch({ chat: () => gate.promise, people: atOnce })
  const answered = run([...due('chat'), ...due('people')])
  while (!story.includes('let go: people-0 people-1')) await new Promise(setImmediate)
  expect(story.filter((line) => line.startsWith('chat'))).toEqual([])
  gate.resolve()
  expect(await answered).toEqual([])
  // The last to be done lets nothing go: the batch ends with it.
  expect(story).toEqual([
    'people: checkout-5xx',
    'people: checkout-latency',
    'let go: people-0 people-1',
    'chat: checkout-5xx',
    'chat: checkout-latency',
  ])
})

it.each([
  ['people cannot be told', 'people', 'chat'],
  ['chat cannot be told', 'chat', 'people'],
] as const)('holds up nobody else when %s, and brings back what was not told, in order', async (_, broken, well) => {
  const fails = () => Promise.reject(new Error('out of order'))
  const { story, run, due } = await aBatch({ chat: atOnce, people: atOnce, [broken]: fails })
  expect(await run([...due('chat'), ...due('people')])).toEqual([`${broken}-0`, `${broken}-1`])
  expect(story).toContain(`postponed: ${broken}-0 ${broken}-1`)
  expect(story.filter((line) => line.startsWith(`${well}:`))).toEqual([
    `${well}: checkout-5xx`,
    `${well}: checkout-latency`,
  ])
})

it('still understands what the first version put into the queue', async () => {
  const { story, run, record, incidents } = await aBatch({ chat: atOnce, people: atOnce })
  const [incident] = incidents
  expect(await run([record('chat', 0, { incident, version: 1, channel: 'chat' })])).toEqual([])
  expect(story).toEqual(['chat: checkout-5xx'])
})

it.each([
  ['was not written by on-change', { hello: 'world' }, 'not a notice that on-change wrote'],
  [
    'is for a channel that is gone',
    { about: { incident: 'i' }, version: 1, channel: 'gone' },
    'andon.config.ts has no channel gone: add it there and deploy, or delete this message',
  ],
  ['is about nothing', { about: {}, version: 1, channel: 'chat' }, 'not a notice that on-change wrote'],
])('sets aside, with the reason, what %s', async (_, body, reason) => {
  const { story, run, record } = await aBatch({ chat: atOnce, people: atOnce })
  expect(await run([record('chat', 0, body)])).toEqual([])
  expect(story).toEqual([`set aside: ${reason}`])
})

const revoked: NotTold = { kind: 'blocked', because: 'Slack says token_revoked' }

it('keeps everything for a chat whose token was revoked, tells people past it, and tells chat once it is mended', async () => {
  let said: NotTold | undefined = revoked
  const { story, run, due, known, passTo } = await aBatch({ chat: async () => said, people: atOnce })
  for (const received of [1, 2, 300]) expect(await run(due('chat', received))).toEqual(['chat-0', 'chat-1'])
  expect(new Set(story)).toEqual(new Set(['postponed: chat-0 chat-1']))
  expect(known()).toEqual(['channel chat: help: Slack says token_revoked'])

  said = undefined
  passTo('12:00')
  expect(await run(due('chat', 301))).toEqual([])
  expect(story.slice(-2)).toEqual(['chat: checkout-5xx', 'chat: checkout-latency'])
  expect(known()).toEqual(['channel chat: resolved: Slack says token_revoked'])
})

it('lets two weeks pass without a queue giving up a message, and comes soon in the first hours', async () => {
  const { run, due, pauses } = await aBatch({ chat: async () => revoked, people: atOnce })
  for (const received of [1, 9, 60, 61, 1000]) await run(due('chat', received))
  expect(pauses).toEqual([1, 150, 150, 900, 900])
  // On the average half as much again; a queue hands a message out 1,000 times.
  expect(60 * 225 + 940 * 1350).toBeGreaterThan(14 * 86_400)
})

it('calls people to a service that has been out of order for minutes, not for a moment', async () => {
  const { run, due, known, pauses } = await aBatch({
    chat: async () => ({ kind: 'later', because: 'Slack is out of order' }),
    people: atOnce,
  })
  for (let received = 1; known().length === 0; received++) await run(due('chat', received))
  expect(known()).toEqual(['channel chat: help: Slack is out of order'])
  // The first try comes at once, and a pause may take twice as long as without chance.
  const least = pauses.slice(0, -1).reduce((sum, seconds) => sum + seconds, 0)
  expect(least).toBeGreaterThan(4 * 60)
  expect(2 * least).toBeLessThan(9 * 60)
})

it('sets aside what may never be taken, after an hour, so that the channel goes on', async () => {
  const gremlins: NotTold = { kind: 'later', because: 'Slack says gremlins', doubtful: true }
  const { run, due, story } = await aBatch({ chat: async () => gremlins, people: atOnce })
  expect(await run(due('chat', 19))).toEqual(['chat-0', 'chat-1'])
  expect(await run(due('chat', 20))).toEqual([])
  expect(story.slice(-2)).toEqual(['set aside: Slack says gremlins', 'set aside: Slack says gremlins'])
})

it('tells all the same when nobody can be told how the channel is', async () => {
  const { run, due, story, breakTable } = await aBatch({ chat: atOnce, people: atOnce })
  breakTable()
  expect(await run(due('chat'))).toEqual([])
  expect(story).toEqual(['chat: checkout-5xx', 'chat: checkout-latency'])
})
