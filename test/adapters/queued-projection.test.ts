import type { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { toQueuedProjection } from '../../functions/adapters/queued-projection.ts'
import { sqsRetries } from '../../functions/adapters/sqs-retries.ts'
import type { Projection } from '../../functions/usecases/projection.ts'
import { at } from '../signals.ts'

const call = { incident: 'one', line: 'checkout', version: 1, state: 'help', at: at('09:00'), text: 'help' } as const
const projections: readonly Projection[] = [
  { kind: 'light', light: 'desk-1' },
  { kind: 'start', playbook: 'restart-checkout', incident: 'one' },
  { kind: 'release', callback: 'its callback', incident: 'one' },
  { kind: 'escalation', call },
  { kind: 'events', events: [{ type: 'Incident Opened', detail: { incident: 'one', tried: [] } }] },
  { kind: 'notices', due: [{ about: { incident: 'one' }, version: 1, channel: 'checkout' }] },
]

it.each(projections.map((one) => [one.kind, one]))('%s comes back from the queue as it was', async (_, projection) => {
  const sent: SendMessageCommand['input'][] = []
  const client = { send: async ({ input }: SendMessageCommand) => void sent.push(input) }
  await sqsRetries(client as unknown as SQSClient, 'queue').put(projection, 3, 20)
  expect(sent).toMatchObject([{ QueueUrl: 'queue', DelaySeconds: 20 }])
  expect(toQueuedProjection(sent[0]!.MessageBody!)).toEqual({ projection, tries: 3 })
})

it('counts a dead letter that somebody sends back as never tried', () => {
  const letter = JSON.stringify({ kind: 'light', light: 'desk-1' })
  expect(toQueuedProjection(letter)).toEqual({ projection: { kind: 'light', light: 'desk-1' }, tries: 0 })
})

it.each(['', 'no JSON', '{}', '{"kind":"dance"}', '{"kind":"start","incident":"one"}', '{"DDBStreamBatchInfo":{}}'])(
  'ignores %j, which on-change did not write',
  (body) => expect(toQueuedProjection(body)).toBeUndefined(),
)
