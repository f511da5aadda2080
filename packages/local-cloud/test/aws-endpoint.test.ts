import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import {
  GetRetainedMessageCommand,
  IoTDataPlaneClient,
  ListRetainedMessagesCommand,
  PublishCommand,
} from '@aws-sdk/client-iot-data-plane'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { MovedClock } from '../src/clock.ts'
import { AwsError } from '../src/aws-error.ts'
import { createSsm } from '../src/services/ssm/ssm.ts'
import { openStore } from '../src/store.ts'
import { service, start } from './aws-endpoint-started.ts'

describe('an SDK client', () => {
  it('of AWS JSON 1.0 and 1.1 gets answers and errors in its own form', async () => {
    const dynamodb = service(() => {
      throw new AwsError('TransactionCanceledException', 'cancelled', 400, {
        CancellationReasons: [{ Code: 'ConditionalCheckFailed' }],
      })
    })
    const sqs = service(() => ({ MessageId: 'm-1' }))
    const events = service((_, { Entries }) => ({
      FailedEntryCount: 0,
      Entries: [{ EventId: JSON.stringify(Entries) }],
    }))
    const { endpoint, client } = await start({
      dynamodb: dynamodb.api,
      sqs: sqs.api,
      events: events.api,
    })

    const got = new DynamoDBClient(client()).send(new GetItemCommand({ TableName: 't', Key: { pk: { S: 'a' } } }))
    await expect(got).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      message: 'cancelled',
      CancellationReasons: [{ Code: 'ConditionalCheckFailed' }],
    })
    const QueueUrl = `${endpoint.url}/000000000000/signals`
    const sent = await new SQSClient({ ...client(), md5: false }).send(
      new SendMessageCommand({ QueueUrl, MessageBody: 'ü' }),
    )
    expect(sent).toMatchObject({ MessageId: 'm-1', $metadata: { requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) } })
    expect(sqs.asked).toEqual([
      { operation: 'SendMessage', input: { QueueUrl, MessageBody: 'ü' }, caller: { kind: 'owner' } },
    ])
    const put = await new EventBridgeClient(client()).send(new PutEventsCommand({ Entries: [{ Source: 'a' }] }))
    expect(put.Entries?.[0]?.EventId).toBe('[{"Source":"a"}]')
  })

  it('reads a parameter', async () => {
    const ssm = createSsm(openStore(), new MovedClock(Date.UTC(2026, 10, 21, 9)))
    ssm.provide({ name: '/andon/slack-token', value: 'xoxb', type: 'SecureString' })
    const { client } = await start({ ssm: ssm.api })
    const ask = (Name: string) => new SSMClient(client()).send(new GetParameterCommand({ Name, WithDecryption: true }))
    expect((await ask('/andon/slack-token')).Parameter).toMatchObject({
      Value: 'xoxb',
      LastModifiedDate: new Date('2026-11-21T09:00:00Z'),
    })
    await expect(ask('/andon/none')).rejects.toMatchObject({ name: 'ParameterNotFound' })
  })

  it('publishes bytes, and reads what is retained', async () => {
    const iot = service((operation) =>
      operation === 'ListRetainedMessages'
        ? { retainedTopics: [{ topic: 'a/b', payloadSize: 2, qos: 1, lastModifiedTime: 5 }] }
        : { topic: 'a/b', payload: Buffer.from([0xff, 0]), qos: 1, lastModifiedTime: 5 },
    )
    const { client } = await start({ iotdata: iot.api })
    const iotData = new IoTDataPlaneClient(client())
    const payload = Buffer.from([0xff, 0])
    await iotData.send(new PublishCommand({ topic: 'a/b ü', qos: 1, retain: true, payload }))
    await iotData.send(new PublishCommand({ topic: 'a' }))
    const got = await iotData.send(new GetRetainedMessageCommand({ topic: 'a/b' }))
    expect(Buffer.from(got.payload ?? [])).toEqual(payload)
    expect(await iotData.send(new ListRetainedMessagesCommand({}))).toMatchObject({
      retainedTopics: [{ topic: 'a/b' }],
    })
    expect(iot.asked.map(({ operation, input }) => ({ operation, ...input }))).toEqual([
      { operation: 'Publish', topic: 'a/b ü', qos: 1, retain: true, payload },
      { operation: 'Publish', topic: 'a' },
      { operation: 'GetRetainedMessage', topic: 'a/b' },
      { operation: 'ListRetainedMessages' },
    ])
  })

  it('of a REST service is answered by status, headers and body', async () => {
    const lambda = service((_, { FunctionName }) => {
      if (FunctionName === 'fine') return { StatusCode: 202, ExecutedVersion: '7', Payload: Buffer.from('done') }
      throw new AwsError('ResourceNotFoundException', 'Function not found', 404)
    })
    const { client } = await start({ lambda: lambda.api })
    const invoke = (FunctionName: string) => new LambdaClient(client()).send(new InvokeCommand({ FunctionName }))
    expect(await invoke('fine')).toMatchObject({ StatusCode: 202, ExecutedVersion: '7' })
    await expect(invoke('none')).rejects.toMatchObject({ name: 'ResourceNotFoundException', Type: 'User' })
  })
})

describe('a caller', () => {
  it('is a function by its access key, and held to what it may do', async () => {
    const { api, asked } = service(() => ({}))
    const { endpoint, client, log } = await start(
      { events: api },
      {
        authorize(caller, permissions) {
          if (caller.kind === 'owner') return
          throw new AwsError('AccessDeniedException', `${caller.name} may not ${permissions[0]?.action}`)
        },
      },
    )
    const put = (key: string) => new EventBridgeClient(client(key)).send(new PutEventsCommand({ Entries: [] }))
    await put('AKIAANY')
    await expect(put('LOCAL.on-signal')).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: 'on-signal may not test:PutEvents',
    })
    expect(asked).toHaveLength(1)
    expect(log).toEqual([expect.stringContaining('on-signal → events:PutEvents: AccessDeniedException')])
    expect(endpoint.calls()).toEqual([
      { service: 'events', operation: 'PutEvents', caller: 'owner', count: 1 },
      { service: 'events', operation: 'PutEvents', caller: 'on-signal', count: 1 },
    ])
  })
})
