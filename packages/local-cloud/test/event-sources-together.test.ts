import { createDynamoDb } from '../src/services/dynamodb/dynamodb.ts'
import { createEventSources } from '../src/services/lambda/event-sources/event-sources.ts'
import { arnOf } from '../src/arn.ts'
import { owner } from '../src/caller.ts'
import { createQueues } from '../src/services/sqs/sqs.ts'
import { closeAll, define, functionArn, startLambda, storeIn } from './lambda-fixture.ts'

afterEach(closeAll)

const queue = arnOf('sqs', 'signals')
const deadLetters = arnOf('sqs', 'dead-letters')
const stream = arnOf('dynamodb', 'table/incidents/stream/1')

it('brings real messages and real changes to real functions, and what never works to the dead letters', async () => {
  const store = storeIn()
  const { lambda, lines, clock, activity, queues: outcomes } = startLambda({ store })
  const queueSource = createQueues({ store, clock, activity, endpoint: 'http://127.0.0.1:4566' })
  const streamSource = createDynamoDb({ store, clock })
  queueSource.createQueue({}, { name: 'dead-letters', arn: deadLetters })
  const RedrivePolicy = { deadLetterTargetArn: deadLetters, maxReceiveCount: 2 }
  queueSource.createQueue({ VisibilityTimeout: 30, RedrivePolicy }, { name: 'signals', arn: queue })
  streamSource.createTable(
    {
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    },
    { name: 'incidents', arn: arnOf('dynamodb', 'table/incidents'), streamArn: stream },
  )
  define(
    lambda,
    'on-signal',
    `export const handler = async ({ Records }) => ({ batchItemFailures: Records.filter(({ body }) => body === 'poison')
      .map(({ messageId }) => ({ itemIdentifier: messageId })) })`,
  )
  define(
    lambda,
    'on-change',
    `export const handler = async ({ Records }) => {
      for (const { eventName, dynamodb } of Records) console.log(eventName, dynamodb.NewImage.id.S)
    }`,
  )
  const options = { clock, store, activity, functions: lambda, queues: outcomes, queueSource, streamSource }
  const sources = createEventSources({ ...options, onTrouble: (line) => lines.add('', line) })
  sources.mapQueue({
    id: 'q',
    queueArn: queue,
    functionArn: functionArn('on-signal'),
    batchSize: 10,
    reportsFailures: true,
  })
  sources.mapStream({
    id: 's',
    streamArn: stream,
    functionArn: functionArn('on-change'),
    batchSize: 10,
    startingPosition: 'LATEST',
    filters: [{ dynamodb: { NewImage: { id: { S: [{ prefix: 'wanted' }] } } } }],
  })
  sources.start()

  const put = (id: string) =>
    streamSource.api.call('PutItem', { TableName: 'incidents', Item: { id: { S: id } } }, owner)
  await put('other')
  await put('wanted-1')
  expect((await lines.next(/INSERT|MODIFY/)).input).toMatch(/INSERT wanted-1$/)

  queueSource.send(queue, 'fine')
  queueSource.send(queue, 'poison')
  const outOfTheWay = () => queueSource.peek(deadLetters).map(({ body }) => body)
  while (outOfTheWay().length === 0) {
    await new Promise((turned) => setImmediate(turned))
    if (activity.open().every((what) => !what.includes('invocation'))) clock.move(1000)
  }
  expect(outOfTheWay()).toEqual(['poison'])
  await activity.idle()
  expect(queueSource.peek(queue)).toEqual([])

  sources.stop()
  queueSource.close()
  streamSource.close()
})
