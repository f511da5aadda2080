import type { Context, SQSEvent } from 'aws-lambda'
import type { Sender } from '../../functions/channels/sender.ts'
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
async function aBatch({ chat, people }: { chat: () => Promise<void>; people: () => Promise<void> }) {
  const { ports: table } = aTable()
  const incidents: string[] = []
  for (const name of ['checkout-5xx', 'checkout-latency']) {
    const decision = await takeIn(table, anAlarm({ name }))
    if (decision.kind === 'change') incidents.push(decision.change.after.id)
  }
  const senders: Record<string, Sender> = {
    chat: {
      can: 'update',
      post: async ({ incident }) => (await chat(), story.push(`chat: ${incident.title}`), { kind: 'told', ref: 'm' }),
      update: async () => ({ kind: 'told', ref: 'm' }),
      findPosted: async () => ({ kind: 'not-there' }),
    },
    people: {
      can: 'call',
      call: async ({ incident }) => (await people(), story.push(`people: ${incident.title}`), { kind: 'told' }),
    },
  }
  const story: string[] = []
  const kept = new Map<string, Notice>()
  const handle = onNotice({
    ...table,
    notices: {
      find: async (about, channel) => kept.get(JSON.stringify([about, channel])),
      save: async (about, channel, notice) => void kept.set(JSON.stringify([about, channel]), notice),
    },
    sender: async (channel) => senders[channel],
    line: (title) => ({ title }),
    deadLetters: { setAside: async (_, reason) => void story.push(`set aside: ${reason}`) },
    pace: pacer(table.clock, () => 0),
    toDueNotice,
    deleteMessages: async (receipts) => void story.push(`let go: ${receipts.join(' ')}`),
    postpone: async (receipts) => void story.push(`postponed: ${receipts.join(' ')}`),
  })
  const record = (channel: string, nth: number, body: unknown) => ({
    messageId: `${channel}-${nth}`,
    receiptHandle: `${channel}-${nth}`,
    body: JSON.stringify(body),
    attributes: { MessageGroupId: channel, ApproximateReceiveCount: '1' },
  })
  const due = (channel: string) =>
    incidents.map((incident, nth) => record(channel, nth, { about: { incident }, version: 1, channel }))
  const run = async (records: readonly object[]) => {
    const answer = await handle({ Records: records } as SQSEvent, { getRemainingTimeInMillis: () => 30_000 } as Context)
    return (answer?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier)
  }
  return { story, run, due, record, incidents }
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
