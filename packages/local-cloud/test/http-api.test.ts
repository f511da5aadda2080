import fc from 'fast-check'
import { MovedClock } from '../src/clock.ts'
import { deployedHttpApis } from '../src/deploy/http-apis.ts'
import { TokenBucket } from '../src/services/api-gateway/token-bucket.ts'
import { functionArn, resources, route, started, v2 } from './http-api-started.ts'
import { templateOf } from './template-of.ts'

const operator = 'LOCAL.operators:ada'
const forbidden = { status: 403, text: '{"message":"Forbidden"}' }

it('hands a request on in payload format 2.0, with the ARN of whoever signed it', async () => {
  const { post, events, clock } = await started()
  const headers = { 'content-type': 'application/json' }
  expect(await post('/incidents/checkout-%231/resolve?why=not', operator, { body: '{"a":1}', headers })).toEqual({
    status: 202,
    text: 'taken',
  })
  expect(events).toMatchObject([
    {
      arn: functionArn('api'),
      event: {
        version: '2.0',
        routeKey: 'POST /incidents/{incident}/resolve',
        rawPath: '/incidents/checkout-%231/resolve',
        rawQueryString: 'why=not',
        pathParameters: { incident: 'checkout-#1' },
        requestContext: {
          authorizer: { iam: { userArn: 'arn:aws:sts::000000000000:assumed-role/operators/ada' } },
          http: { method: 'POST' },
          stage: '$default',
          timeEpoch: clock.now(),
        },
        body: '{"a":1}',
        isBase64Encoded: false,
      },
    },
  ])
})

it.each([
  ['has no signature', undefined, {}],
  ['is signed for another service', operator, { service: 'sqs' }],
  ['is signed by a role that may not', 'LOCAL.strangers:eve', {}],
  ['is signed by a role that does not exist', 'LOCAL.nobody:eve', {}],
])('refuses a request that %s', async (_, key, options) => {
  const { post, events } = await started()
  expect(await post('/incidents/checkout-1/resolve', key, options)).toEqual(forbidden)
  expect(events).toEqual([])
})

it('asks IAM about the very path', async () => {
  const { post, roleCheck } = await started()
  expect((await post('/incidents/checkout-1/resolve', operator)).status).toBe(202)
  expect(await post('/incidents/search-1/resolve', operator)).toEqual(forbidden)
  expect(roleCheck.denied()).toMatchObject([{ role: 'operators', action: 'execute-api:Invoke' }])
})

it('lets the owner do all, and everybody what asks for no signature', async () => {
  const { post, events } = await started()
  expect((await post('/incidents/search-1/resolve', 'LAPTOP')).status).toBe(202)
  expect((await post('/health', undefined, { method: 'GET' })).status).toBe(202)
  expect(events[0].event.requestContext.authorizer.iam.userArn).toBe('arn:aws:iam::000000000000:user/owner')
  expect(events[1].event.requestContext).not.toHaveProperty('authorizer')
})

it('knows no other path, method or API', async () => {
  const { post } = await started()
  expect((await post('/incidents//resolve', operator)).status).toBe(404)
  expect((await post('/incidents/checkout-1', operator)).status).toBe(404)
  expect((await post('/incidents/checkout-1/resolve', operator, { method: 'PUT' })).status).toBe(404)
  expect((await post('/../other/incidents/checkout-1/resolve', operator)).status).toBe(404)
})

it('throttles each route as its stage says', async () => {
  const { post, clock } = await started()
  const resolve = async () => (await post('/incidents/checkout-1/resolve', operator)).status
  expect([await resolve(), await resolve(), await resolve()]).toEqual([202, 202, 429])
  expect((await post('/health', undefined, { method: 'GET' })).status).toBe(202)
  clock.move(1000)
  expect([await resolve(), await resolve()]).toEqual([202, 429])
})

it('never lets more through than the burst and what the time has brought', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 60 }), (pauses) => {
      const clock = new MovedClock(0)
      const bucket = new TokenBucket(clock, { rate: 4, burst: 3 })
      const through = pauses.filter((pause) => (clock.move(pause), bucket.take())).length
      expect(through).toBeLessThanOrEqual(3 + (clock.now() / 1000) * 4)
    }),
  )
})

it('answers 500 where the function fails, or does not let API Gateway in, and says why on the terminal', async () => {
  const failing = await started({ answer: () => Promise.reject(new Error('out of paper')) })
  expect(await failing.post('/incidents/checkout-1/resolve', operator)).toEqual({
    status: 500,
    text: '{"message":"Internal Server Error"}',
  })
  expect(failing.log.join()).toContain('out of paper')

  const closed = await started({ without: 'Permission' })
  expect((await closed.post('/incidents/checkout-1/resolve', operator)).status).toBe(500)
  expect(closed.log.join()).toContain('does not let API Gateway in')
  expect(closed.events).toEqual([])
})

it('takes an answer without a status for the body', async () => {
  const { post } = await started({ answer: () => ({ all: 'well' }) })
  expect(await post('/incidents/checkout-1/resolve', operator)).toEqual({ status: 200, text: '{"all":"well"}' })
})

it('lets this process ask for somebody whom it knows', async () => {
  const { api, events } = await started()
  const asked = { method: 'POST', url: '/incidents/checkout-1/resolve', body: { reason: 'done' } }
  expect(await api.ask(asked, 'arn:aws:iam::000000000000:user/ada')).toMatchObject({ status: 202 })
  expect(events[0].event).toMatchObject({
    body: '{"reason":"done"}',
    requestContext: { authorizer: { iam: { userArn: 'arn:aws:iam::000000000000:user/ada' } } },
  })
})

it.each([
  ['a route that takes all', { Health: route('$default') }, 'Health'],
  ['a greedy path', { Health: route('GET /{all+}') }, 'Health'],
  ['another authorizer', { Health: route('GET /health', { AuthorizationType: 'JWT', AuthorizerId: 'a' }) }, 'Health'],
  ['a WebSocket API', { Api: v2('Api', { Name: 'acts', ProtocolType: 'WEBSOCKET' }) }, 'Api'],
  ['no stage', { Stage: v2('Api', { Name: 'other', ProtocolType: 'HTTP' }) }, 'no stage'],
])('refuses to start with %s', (_, changed, named) => {
  expect(() => deployedHttpApis(templateOf({ ...resources, ...changed }))).toThrow(named)
})
