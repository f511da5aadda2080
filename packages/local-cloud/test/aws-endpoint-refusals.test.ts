import { request } from 'node:http'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs'
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { Activity } from '../src/activity.ts'
import { type AwsEndpoint } from '../src/aws-endpoint/aws-endpoint.ts'
import { MovedClock } from '../src/clock.ts'
import { createQueues } from '../src/services/sqs/sqs.ts'
import { createSsm } from '../src/services/ssm/ssm.ts'
import { openStore } from '../src/store.ts'
import { service, start } from './aws-endpoint-started.ts'

describe('what is not modelled', () => {
  it('is answered with 501 that names the service, and logged', async () => {
    const { client, log } = await start({})
    const publish = new SNSClient(client()).send(new PublishCommand({ TopicArn: 'arn', Message: 'x' }))
    await expect(publish).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } })
    expect(log).toEqual([expect.stringContaining('sns:Publish: the service sns is not imitated here')])
  })

  it('is answered with 501 that names the operation, and logged', async () => {
    const { endpoint, log } = await start({ iotdata: service(() => ({})).api })
    const answer = await signed(endpoint, 'iotdata', { path: '/connections/desk-1/subscriptions' })
    expect(answer).toMatchObject({
      status: 501,
      body: expect.stringContaining('POST /connections/desk-1/subscriptions'),
    })
    expect(log).toHaveLength(1)
  })

  it('is answered with 501 that names the option, also one deep inside', async () => {
    const { client, log } = await start({
      ssm: createSsm(openStore(), new MovedClock()).api,
      sqs: createQueues({ store: openStore(), clock: new MovedClock(), activity: new Activity(), endpoint: 'http://a' })
        .api,
    })
    const tagged = { Name: 'a', Value: 'b', Tags: [{ Key: 'c', Value: 'd' }] }
    await expect(new SSMClient(client()).send(new PutParameterCommand(tagged))).rejects.toMatchObject({
      message: 'ssm:PutParameter with Tags is not modelled locally',
      $metadata: { httpStatusCode: 501 },
    })
    const traced = { AWSTraceHeader: { DataType: 'String', StringValue: 'x' } }
    const entry = { Id: '1', MessageBody: 'x', MessageSystemAttributes: traced }
    const sent = new SendMessageBatchCommand({ QueueUrl: 'http://a/b/c', Entries: [entry] })
    await expect(new SQSClient({ ...client(), useQueueUrlAsEndpoint: false }).send(sent)).rejects.toThrow(
      'sqs:SendMessageBatch with Entries.0.MessageSystemAttributes is not modelled locally',
    )
    expect(log).toHaveLength(2)
  })
})

/** A signed request written by hand, to say what no SDK would. */
function signed(
  endpoint: AwsEndpoint,
  name: string,
  { method = 'POST', path = '/', headers = {}, body = Buffer.alloc(0) }: Handmade = {},
) {
  const authorization = `AWS4-HMAC-SHA256 Credential=a/20261121/eu-central-1/${name}/aws4_request, Signature=0`
  return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const asking = request(`${endpoint.url}${path}`, { method, headers: { authorization, ...headers } }, (response) => {
      let text = ''
      response
        .on('data', (chunk) => (text += chunk))
        .on('end', () => resolve({ status: response.statusCode, body: text }))
    })
    asking.on('error', reject).end(body)
  })
}
interface Handmade {
  method?: string
  path?: string
  headers?: Record<string, string>
  body?: Buffer
}

describe('a request that nobody should send', () => {
  const target = { 'x-amz-target': 'AWSEvents.PutEvents' }
  it.each([
    ['from a web page', { headers: { ...target, origin: 'https://evil.example' } }, 403],
    ['to another name for this machine', { headers: { ...target, host: 'evil.example:4566' } }, 403],
    ['without a signature', { headers: { ...target, authorization: '' } }, 403],
    ['that is not JSON', { headers: target, body: Buffer.from('{') }, 400],
    ['that is no object', { headers: target, body: Buffer.from('[]') }, 400],
    ['without an operation', {}, 501],
  ])('is refused: %s', async (_, handmade, status) => {
    const { api, asked } = service(() => ({}))
    const { endpoint } = await start({ events: api })
    expect(await signed(endpoint, 'events', handmade)).toMatchObject({ status })
    expect(asked).toEqual([])
  })

  it('is refused when its body is larger than any service takes', async () => {
    const { api, asked } = service(() => ({}))
    const { endpoint } = await start({ events: api })
    const body = Buffer.alloc(16 * 1024 * 1024 + 1)
    const answer = await signed(endpoint, 'events', { headers: target, body }).catch((error: unknown) => String(error))
    // The answer may be cut off by the reset that ends the upload.
    expect(JSON.stringify(answer)).toMatch(/413|ECONNRESET|EPIPE/)
    expect(asked).toEqual([])
  })

  it('is let in by any loopback name', async () => {
    const { endpoint } = await start({ events: service(() => ({})).api })
    for (const host of ['localhost:1', '[::1]', '127.0.0.1']) {
      expect(await signed(endpoint, 'events', { headers: { ...target, host } })).toMatchObject({ status: 200 })
    }
  })
})

it('answers 500 when a service breaks, and logs where', async () => {
  const { api } = service(() => {
    throw new TypeError('broken')
  })
  const { client, log } = await start({ events: api })
  const put = new EventBridgeClient(client()).send(new PutEventsCommand({ Entries: [] }))
  await expect(put).rejects.toMatchObject({ name: 'InternalFailure', $metadata: { httpStatusCode: 500 } })
  expect(log).toEqual([expect.stringContaining('aws-endpoint-refusals.test.ts')])
})
