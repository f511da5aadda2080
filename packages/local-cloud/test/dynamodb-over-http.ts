import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient, GetItemCommand, PutItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb'
import { MovedClock } from '../src/clock.ts'
import { createDynamoDb } from '../src/services/dynamodb/dynamodb.ts'
import { arnOf } from '../src/arn.ts'
import { openStore } from '../src/store.ts'
import { start as startEndpoint } from './aws-endpoint-started.ts'

export const name = 'incidents'
export const arn = arnOf('dynamodb', `table/${name}`)
export const streamArn = `${arn}/stream/2026`
export const properties = {
  AttributeDefinitions: ['pk', 'sk', 'state', 'at'].map((each) => ({ AttributeName: each, AttributeType: 'S' })),
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byState',
      KeySchema: [
        { AttributeName: 'state', KeyType: 'HASH' },
        { AttributeName: 'at', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  BillingMode: 'PAY_PER_REQUEST',
  StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
  Replicas: [{ Region: 'eu-central-1', PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }],
}

/** What to close after the test, last opened first. */
export const opened: (() => void)[] = []
afterEach(() => {
  for (const close of opened.splice(0).toReversed()) close()
})

export async function start({ file, clock = new MovedClock() }: { file?: string; clock?: MovedClock } = {}) {
  const store = openStore(file)
  const database = createDynamoDb({ store, clock })
  database.createTable(properties, { name, arn, streamArn })
  // Over the real endpoint, so that the real client is the judge.
  const endpoint = await startEndpoint({ dynamodb: database.api })
  const client = new DynamoDBClient(endpoint.client())
  let closed = false
  const stop = () => {
    if (closed) return
    closed = true
    client.destroy()
    database.close()
    store.close()
  }
  opened.push(stop)
  const records = (after?: string) => database.readStream(streamArn, after, 1000)
  return { database, client, clock, stop, records }
}

export const aFile = () => {
  const directory = mkdtempSync(join(tmpdir(), 'andon-'))
  opened.unshift(() => rmSync(directory, { recursive: true }))
  return join(directory, 'state.db')
}

export type Attributes = Record<string, AttributeValue>
export const key = (pk: string, sk = 'meta'): Attributes => ({ pk: { S: pk }, sk: { S: sk } })
export const put = (pk: string, more: Attributes = {}) =>
  new PutItemCommand({ TableName: name, Item: { ...key(pk), ...more } })
export const get = async (client: DynamoDBClient, pk: string) =>
  (await client.send(new GetItemCommand({ TableName: name, Key: key(pk), ConsistentRead: true }))).Item
export const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'it did not fail',
    (error: unknown) => error,
  )
