import type { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import type { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs'
import { eventBridgeBus } from '../../functions/adapters/eventbridge-bus.ts'
import { sqsNotices } from '../../functions/adapters/sqs-notices.ts'
import type { BusEvent } from '../../functions/domain/bus-event.ts'
import { at } from '../signals.ts'

const pauses: number[] = []
const clock = { now: () => at('09:00'), pause: async (ms: number) => void pauses.push(ms), chance: () => 0.5 }
beforeEach(() => void (pauses.length = 0))

const events = (n: number): BusEvent[] =>
  Array.from({ length: n }, (_, nth) => ({ type: 'Incident Changed', detail: { nth } }))

/** A bus that refuses, at each call, the entries that the story says. */
function aBus(refusals: readonly (readonly number[])[]) {
  const calls: number[][] = []
  const send = async ({ input }: PutEventsCommand) => {
    const nths = (input.Entries ?? []).map(({ Detail = '' }) => JSON.parse(Detail).nth as number)
    const refused = refusals[calls.push(nths) - 1] ?? []
    const Entries = nths.map((nth) =>
      refused.includes(nth) ? { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' } : { EventId: `${nth}` },
    )
    return { FailedEntryCount: refused.length, Entries }
  }
  return { calls, bus: eventBridgeBus({ send } as unknown as EventBridgeClient, 'andon', clock) }
}

it('sends ten events at a time, in order', async () => {
  const { bus, calls } = aBus([])
  expect(await bus.put(events(12))).toBeUndefined()
  expect(calls).toEqual([
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [10, 11],
  ])
  expect(pauses).toEqual([])
})

it('sends again only what a throttled bus refused, in its order, a moment later each time', async () => {
  const { bus, calls } = aBus([[1, 3], [3]])
  expect(await bus.put(events(5))).toBeUndefined()
  expect(calls).toEqual([[0, 1, 2, 3, 4], [1, 3], [3]])
  expect(pauses).toEqual([300, 600])
})

it('says what it refused each time, and sends the rest all the same', async () => {
  const { bus, calls } = aBus([[2], [2], [2]])
  expect(await bus.put(events(11))).toEqual({
    entries: [{ type: 'Incident Changed', detail: { nth: 2 } }],
    because: 'the bus refused an event: ThrottlingException: slow down',
  })
  expect(calls.at(-1)).toEqual([10])
})

it('does the same for a queue of notices', async () => {
  const calls: string[][] = []
  const send = async ({ input }: SendMessageBatchCommand) => {
    const bodies = (input.Entries ?? []).map(({ MessageBody = '' }) => JSON.parse(MessageBody).channel as string)
    calls.push(bodies)
    const nth = bodies.indexOf('search')
    return nth < 0 ? {} : { Failed: [{ Id: `${nth}`, SenderFault: false, Code: 'InternalError', Message: 'later' }] }
  }
  const notices = sqsNotices({ send } as unknown as SQSClient, 'queue', clock)
  const due = ['checkout', 'search', 'platform'].map((channel) => ({ about: { incident: 'one' }, version: 1, channel }))
  expect(await notices.put(due)).toEqual({
    entries: [{ about: { incident: 'one' }, version: 1, channel: 'search' }],
    because: 'the queue refused a notice: InternalError: later',
  })
  expect(calls).toEqual([['checkout', 'search', 'platform'], ['search'], ['search']])
})
