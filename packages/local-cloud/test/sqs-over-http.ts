import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { SQSClient } from '@aws-sdk/client-sqs'
import { Activity } from '../src/activity.ts'
import { MovedClock } from '../src/clock.ts'
import { account, arnOf, owner, type AwsError } from '../src/service.ts'
import { createQueues, type LocalQueues } from '../src/sqs.ts'
import { openStore, type Store } from '../src/store.ts'

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

/** The endpoint in small: JSON 1.0 over HTTP, so that the real client is the judge. */
export async function clientOf(queues: LocalQueues): Promise<SQSClient> {
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? ''
    const [status, body] = await queues.api
      .call(operation, JSON.parse(await text(request)), owner)
      .then((reply) => [200, reply] as const)
      .catch((error: AwsError) => [error.status, { __type: error.code, message: error.message }] as const)
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body))
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const client = new SQSClient({
    endpoint: `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`,
    // Our URLs name no port; the endpoint above is the one to speak to.
    useQueueUrlAsEndpoint: false,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  })
  opened.push(() => {
    client.destroy()
    server.closeAllConnections()
    server.close()
  })
  return client
}

export const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'it did not fail',
    (error: unknown) => error,
  )
