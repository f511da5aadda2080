import { Activity } from '../src/activity.ts'
import { createEventSources } from '../src/services/lambda/event-sources/event-sources.ts'
import type { QueueMessage, ShardRecord } from '../src/services/lambda/event-sources/mappings.ts'
import { arnOf } from '../src/arn.ts'
import { FunctionFailed } from '../src/services/lambda/functions.ts'
import { openStore } from '../src/store.ts'
import { KeptQueues } from './lambda-fixture.ts'
import { WatchedClock } from './lambda-watched-clock.ts'

export const queueArn = arnOf('sqs', 'signals')
export const streamArn = arnOf('dynamodb', 'table/incidents/stream/1')
export const functionArn = arnOf('lambda', 'function:on-it')
export const setAside = arnOf('sqs', 'set-aside')

export type Answer = (ids: string[]) => unknown

/** A cloud with one queue, one stream and one function, which does as it is told. */
export function aCloud(answer: Answer = () => undefined, store = openStore()) {
  const clock = new WatchedClock()
  const activity = new Activity()
  const queues = new KeptQueues()
  const visible: QueueMessage[] = []
  const deleted: string[] = []
  const stream: ShardRecord[] = []
  const batches: string[][] = []
  const trouble: string[] = []
  let onVisible = () => undefined as void
  let onGrew = () => undefined as void
  const sources = createEventSources({
    clock,
    store,
    activity,
    queues,
    functions: {
      async invoke(_, event) {
        const { Records } = event as { Records: { messageId?: string; dynamodb?: { SequenceNumber: string } }[] }
        const ids = Records.map(({ messageId, dynamodb }) => messageId ?? dynamodb!.SequenceNumber)
        batches.push(ids)
        return answer(ids)
      },
      invokeLater: () => undefined,
    },
    queueSource: {
      consumed: () => undefined,
      receive: (_, max) => visible.splice(0, max),
      delete: (_, receipt) => void deleted.push(receipt),
      onVisible: (_, listener) => ((onVisible = listener), () => (onVisible = () => undefined)),
    },
    streamSource: {
      readStream: (_, after = '', limit) => stream.filter((record) => sequenceOf(record) > after).slice(0, limit),
      latestSequence: () => stream.map(sequenceOf).at(-1),
      trimStream(_, upTo) {
        while (stream[0] && sequenceOf(stream[0]) <= upTo) stream.shift()
      },
      onStreamGrew: (_, listener) => ((onGrew = listener), () => (onGrew = () => undefined)),
    },
    onTrouble: (line) => trouble.push(line),
  })
  return {
    stream,
    clock,
    activity,
    queues,
    deleted,
    batches,
    trouble,
    sources,
    send(...ids: string[]) {
      visible.push(...ids.map((id) => aMessage(id)))
      onVisible()
    },
    write(...sequences: string[]) {
      stream.push(...sequences.map((sequence) => aRecord(sequence)))
      onGrew()
    },
  }
}

const aMessage = (messageId: string): QueueMessage => ({
  messageId,
  receiptHandle: `receipt of ${messageId}`,
  body: JSON.stringify({ id: messageId }),
  attributes: {},
  messageAttributes: {},
  md5OfBody: '',
})

/** A record of a removal when its sequence number ends in `r`, else of an insertion. */
const aRecord = (SequenceNumber: string) => ({
  eventName: SequenceNumber.endsWith('r') ? 'REMOVE' : 'INSERT',
  dynamodb: { SequenceNumber, ApproximateCreationDateTime: 0 },
})

const sequenceOf = ({ dynamodb }: ShardRecord) => dynamodb.SequenceNumber

export const fail = () => {
  throw new FunctionFailed('Error', 'no')
}
