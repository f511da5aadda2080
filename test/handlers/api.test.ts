import type { Context } from 'aws-lambda'
import { type Allowing, toAct } from '../../functions/adapters/http-act.ts'
import { apiRoute } from '../../functions/api-routes.ts'
import type { ActByApi } from '../../functions/domain/act.ts'

// What it logs is looked at here: then it goes by the console.
process.env['POWERTOOLS_DEV'] = 'true'
const { api } = await import('../../functions/handlers/api.ts')

const ada = 'arn:aws:sts::123456789012:assumed-role/Operators/ada'
const incident = 'checkout-20261121090003-1k3vbq2'
const why = { reason: 'the till was replaced', id: 'a-1' }

/** As API Gateway hands a request on, with one thing or the other changed. */
const aRequest = ({ body = JSON.stringify(why), ...rest }: Record<string, unknown> = {}) => ({
  version: '2.0',
  routeKey: apiRoute,
  rawPath: `/incidents/${incident}/resolve`,
  headers: { authorization: 'AWS4-HMAC-SHA256 Credential=AKIA/…, Signature=s3cr3t', 'x-amz-security-token': 't0k3n' },
  pathParameters: { things: 'incidents', name: incident, act: 'resolve' },
  requestContext: {
    requestId: 'JKJaXmPLvHcESHA=',
    timeEpoch: Date.parse('2026-11-21T09:00:00.700Z'),
    authorizer: { iam: { userArn: ada, accountId: '123456789012' } },
    http: { method: 'POST', path: `/incidents/${incident}/resolve`, sourceIp: '203.0.113.7' },
  },
  body,
  isBase64Encoded: false,
  ...rest,
})

const noSuchLine = (line: string) => (line === 'checkout' ? undefined : `there is no line ${line}: checkout`)

/** What came into the queue, what was answered, and what was logged. */
async function ask(event: unknown, put?: () => Promise<void>, mayDo: Allowing['mayDo'] = () => undefined) {
  const acts: ActByApi[] = []
  const logged: string[] = []
  const write = [
    import.meta.jest.spyOn(console, 'info'),
    import.meta.jest.spyOn(console, 'warn'),
    import.meta.jest.spyOn(console, 'error'),
  ]
  write.forEach((spy) => spy.mockImplementation((line) => void logged.push(String(line))))
  try {
    const handler = api({
      toAct: (event) => toAct(event, { mayDo, noSuchLine }),
      acts: { put: put ?? (async (act) => void acts.push(act)) },
    })
    const { statusCode, body } = await handler(event, {} as Context)
    return { status: statusCode, said: JSON.parse(body), acts, logged: logged.join('\n') }
  } finally {
    write.forEach((spy) => spy.mockRestore())
  }
}

it('puts the act into the queue, by whoever signed the request', async () => {
  const { status, said, acts } = await ask(aRequest())
  expect(acts).toEqual([{ kind: 'resolve', incident, reason: why.reason, id: 'a-1', by: ada, via: 'api' }])
  expect({ status, said }).toEqual({ status: 202, said: { act: 'resolve', incident, by: ada, id: 'a-1' } })
})

it('names the act after the request where it has no id of its own, and reads a body in base64', async () => {
  const body = Buffer.from('{"reason":" done "}').toString('base64')
  const { acts } = await ask(aRequest({ body, isBase64Encoded: true }))
  expect(acts).toMatchObject([{ id: 'JKJaXmPLvHcESHA=', reason: 'done' }])
})

it.each([
  ['no body', { body: '' }, 'the body is not JSON; send an object such as {"reason": "…"}'],
  ['no JSON', { body: 'reason=done' }, 'the body is not JSON; send an object such as {"reason": "…"}'],
  ['no object', { body: '"done"' }, 'the body must be an object such as {"reason": "…"}'],
  ['no reason', { body: '{}' }, 'reason: a text is missing'],
  ['a blank reason', { body: '{"reason":"  "}' }, 'reason: a text is missing'],
  ['a reason that is no text', { body: '{"reason":7}' }, 'reason: a text is missing'],
  ['a long reason', { body: JSON.stringify({ reason: 'x'.repeat(201) }) }, 'reason: at most 200 characters'],
  ['two lines', { body: '{"reason":"a\\nb"}' }, 'reason: one line, without control characters'],
  ['a claimed name', { body: '{"reason":"done","by":"grace"}' }, 'unknown field by'],
  [
    'an act that there is not',
    { pathParameters: { things: 'incidents', name: incident, act: '__proto__' } },
    'there is no act "__proto__": resolve, approve, refuse, run, restore, undo',
  ],
  [
    'no incident’s id',
    { pathParameters: { things: 'incidents', name: '../x', act: 'resolve' } },
    '"../x" is no incident\'s id',
  ],
])('refuses %s, in words', async (_, changed, because) => {
  const { status, said, acts, logged } = await ask(aRequest(changed))
  expect({ status, said, acts }).toEqual({ status: 400, said: { message: because }, acts: [] })
  expect(logged).toContain('request refused')
  expect(logged).toContain(ada)
})

it('takes the wish to undo, which needs no reason', async () => {
  const wish = (body: string) =>
    ask(aRequest({ pathParameters: { things: 'incidents', name: incident, act: 'undo' }, body }))
  const { status, acts } = await wish('{"id":"u-1"}')
  expect({ status, acts }).toEqual({ status: 202, acts: [{ kind: 'undo', incident, id: 'u-1', by: ada, via: 'api' }] })
  expect((await wish('{}')).acts).toMatchObject([{ id: 'JKJaXmPLvHcESHA=' }])
  expect((await wish('{"reason":"x"}')).said).toEqual({ message: 'unknown field reason' })
})

it.each([
  ['approve', {}],
  ['run', {}],
  ['refuse', { reason: 'not now' }],
])('takes a decision about exactly one plan: %s', async (act, more) => {
  const plan = '0a1b2c3d4e5f6071'
  const decide = (body: object, may?: Allowing['mayDo']) =>
    ask(
      aRequest({ pathParameters: { things: 'incidents', name: incident, act }, body: JSON.stringify(body) }),
      undefined,
      may,
    )
  expect((await decide({ plan, ...more })).acts).toMatchObject([{ kind: act, plan, by: ada, ...more }])
  expect((await decide({})).said).toEqual({ message: 'plan: the plan is missing' })
  expect((await decide({ plan: 'x' })).said).toEqual({ message: 'plan: no plan of an incident' })
  const refused = await decide({ plan, ...more }, (what, line, by) => `${by} may not ${what} on ${line}`)
  expect(refused).toMatchObject({ status: 403, said: { message: `${ada} may not ${act} on checkout` }, acts: [] })
  expect(refused.logged).toContain('request refused')
})

it.each(['lamps', '__proto__', ''])('knows nothing but incidents and lines: /%s', async (things) => {
  const { status, said, acts } = await ask(aRequest({ pathParameters: { things, name: 'checkout', act: 'stop' } }))
  const message = `there is nothing at /${things}: incidents, lines`
  expect({ status, said, acts }).toEqual({ status: 404, said: { message }, acts: [] })
})

it.each(['stop', 'start'])('takes an act on a line, which needs no reason: %s', async (act) => {
  const on = (line: string, body: object, may?: Allowing['mayDo'], what = act) => {
    const event = aRequest({ pathParameters: { things: 'lines', name: line, act: what }, body: JSON.stringify(body) })
    return ask(event, undefined, may)
  }
  const at = '2026-11-21T09:00:00.700Z'
  const { status, said, acts } = await on('checkout', { reason: 'the deploy', id: 's-1' })
  expect(acts).toEqual([{ kind: act, line: 'checkout', reason: 'the deploy', id: 's-1', by: ada, via: 'api', at }])
  expect({ status, said }).toEqual({ status: 202, said: { act, line: 'checkout', by: ada, id: 's-1' } })
  expect((await on('checkout', {})).acts).toMatchObject([{ id: 'JKJaXmPLvHcESHA=', reason: '' }])
  expect(await on('chekout', {})).toMatchObject({
    status: 404,
    said: { message: 'there is no line chekout: checkout' },
    acts: [],
  })
  expect(await on('checkout', { reason: ' ' })).toMatchObject({
    status: 400,
    said: { message: 'reason: a text is missing' },
  })
  expect(await on('checkout', {}, undefined, 'resolve')).toMatchObject({
    status: 400,
    said: { message: 'there is no act "resolve": stop, start' },
  })
  const refused = await on('checkout', {}, (what, line, by) => `${by} may not ${what} on ${line}`)
  expect(refused).toMatchObject({ status: 403, said: { message: `${ada} may not ${act} on checkout` }, acts: [] })
})

it('logs who did what, and no secret', async () => {
  const good = await ask(aRequest())
  const bad = await ask(aRequest({ body: '{"password":"hunter2"}' }))
  expect(good.logged).toContain('act taken')
  for (const secret of ['s3cr3t', 't0k3n', 'hunter2']) expect(good.logged + bad.logged).not.toContain(secret)
})

it('fails closed where IAM was not asked', async () => {
  const { requestContext, ...rest } = aRequest()
  const withoutIam = { ...rest, requestContext: { ...requestContext, authorizer: {} } }
  await expect(ask(withoutIam)).rejects.toThrow('iam')
})

it('does not say that it was taken when the queue did not take it', async () => {
  await expect(ask(aRequest(), async () => Promise.reject(new Error('the queue is gone')))).rejects.toThrow('gone')
})
