import { SQSClient } from '@aws-sdk/client-sqs'
import { Activity } from '../src/activity.ts'
import { MovedClock } from '../src/clock.ts'
import { account, arnOf } from '../src/arn.ts'
import { createQueues, type LocalQueues } from '../src/services/sqs/sqs.ts'
import { openStore, type Store } from '../src/store.ts'
import { start as startEndpoint } from './aws-endpoint-started.ts'

export const signals = arnOf('sqs', 'signals')
export const dead = arnOf('sqs', 'signals-dead')
export const ordered = arnOf('sqs', 'notices.fifo')
export const urlOf = (name: string) => `http://127.0.0.1/${account}/${name}`

const opened: (() => void)[] = []
afterEach(() => {
  for (const close of opened.splice(0).toReversed()) close()
})

/** Standard queue with a dead-letter queue after 2 receives, and a FIFO queue; 30 s visibility. */
export function start({ store, clock = new MovedClock() }: { store?: Store; clock?: MovedClock } = {}) {
  const kept = store ?? openStore()
  const activity = new Activity()
  const queues = createQueues({ store: kept, clock, activity, endpoint: 'http://127.0.0.1' })
  const redrive = { RedrivePolicy: { deadLetterTargetArn: dead, maxReceiveCount: 2 } }
  queues.createQueue(redrive, { arn: signals, name: 'signals' })
  queues.createQueue({}, { arn: dead, name: 'signals-dead' })
  queues.createQueue({ FifoQueue: true, ContentBasedDeduplication: true }, { arn: ordered, name: 'notices.fifo' })
  opened.push(() => {
    queues.close()
    if (store === undefined) kept.close()
  })
  const bodies = (arn: string, max = 10) => queues.receive(arn, max).map(({ body }) => body)
  return { queues, clock, activity, bodies }
}

/** Over the real endpoint, so that the real client is the judge. */
export async function clientOf(queues: LocalQueues): Promise<SQSClient> {
  const { client } = await startEndpoint({ sqs: queues.api })
  // Our URLs name no port; the endpoint is the one to speak to.
  const aws = new SQSClient({ ...client(), useQueueUrlAsEndpoint: false })
  opened.push(() => aws.destroy())
  return aws
}

export const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'it did not fail',
    (error: unknown) => error,
  )
