import * as z from 'zod'
import { request } from '../../functions/actions/http.ts'
import type { HttpsRequest } from '../../functions/actions/api-call.ts'
import { CannotAct, Throttled } from '../../functions/actions/failure.ts'
import { sessionWith } from './an-imitation.ts'
import { arnTextOf } from './arn-text.ts'
import { itKeepsTheContract } from './contract.ts'

const given = {
  host: 'hooks.example.com',
  path: '/runbooks/42?dry=no',
  method: 'PUT',
  headers: { 'x-team': 'shop' },
  body: { service: 'checkout' },
  secret: '/shop/hooks',
}

/** A host that answers this, and a parameter store. */
function aHost({ status = 204, Value = 'Bearer s3cret\n', Type = 'SecureString' } = {}) {
  const sent: HttpsRequest[] = []
  const read: object[] = []
  const answers = {
    GetParameter(asked: { WithDecryption: boolean }) {
      read.push(asked)
      return { Parameter: { Name: given.secret, Type, Value: asked.WithDecryption ? Value : 'AQICAHh…' } }
    },
    HttpsRequest(asked: HttpsRequest) {
      sent.push(asked)
      return { status }
    },
  }
  const imitation = { answers, state: () => sent }
  return { ...imitation, ...sessionWith(imitation), sent, read }
}

const hosts = [
  '127.0.0.1',
  '2130706433.1',
  '0x7f.1',
  '[::1]',
  '::1',
  'localhost',
  'Hooks.example.com',
  'hooks.example.com:8443',
  'hooks.example.com.',
  'user@hooks.example.com',
  'hooks.example.com/x',
  '*.example.com',
  '-a.example.com',
  `${'a.'.repeat(120)}com`,
]
await itKeepsTheContract('http', {
  request: {
    given,
    world: () => aHost(),
    refuses: [
      [{ path: '/' }, 'host'],
      [{ host: 'hooks.example.com' }, 'path'],
      ...hosts.map((host) => [{ ...given, host }, 'host'] as const),
      ...['', 'x', '/a b', '/a#b', '/a\r\nx: y', '/ä', `/${'a'.repeat(500)}`].map(
        (path) => [{ ...given, path }, 'path'] as const,
      ),
      [{ ...given, method: 'CONNECT' }, 'method'],
      [{ ...given, method: 'GET' }, 'body'],
      [{ ...given, body: 'x'.repeat(65_535) }, 'body'],
      ...[
        'authorization',
        'host',
        'content-length',
        'idempotency-key',
        'upgrade',
        'expect',
        'te',
        'proxy-authorization',
        'X-Team',
        'a b',
      ].map((name) => [{ ...given, headers: { [name]: 'x' } }, `headers.${name}`] as const),
      [{ ...given, headers: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`x-${i}`, ''])) }, 'headers'],
      [{ ...given, headers: { 'x-team': 'shop\r\nhost: other' } }, 'headers.x-team'],
      [{ ...given, secret: 'shop/hooks' }, 'secret'],
      [{ ...given, secret: '/shop/*' }, 'secret'],
    ],
    senseless: {
      'the secret is no SecureString': {
        world: () => aHost({ Type: 'String' }),
        says: 'the parameter /shop/hooks is no SecureString',
      },
    },
  },
})

const { title, look, act } = request.on(given)

it('says what it sends, and where', () => {
  expect(title()).toBe(
    'PUT https://hooks.example.com/runbooks/42?dry=no with {"service":"checkout"} and the secret /shop/hooks',
  )
  expect(request.on({ host: 'hooks.example.com', path: '/' }).title()).toBe('POST https://hooks.example.com/')
})

it('says no more of it than a title holds', () => {
  const long = { ...given, path: `/${'a'.repeat(499)}`, body: 'x'.repeat(60_000), secret: '/shop'.repeat(10) }
  expect(request.on(long).title()).toMatch(/^PUT https:\/\/hooks\.example\.com\/a+… with JSON \(60002 characters\) and/)
  expect(request.on({ ...long, body: 'x'.repeat(58) }).title().length).toBe(200)
})

it('sends the body as JSON, the secret as authorization, and its mark as the key to know a repetition by', async () => {
  const { session, sent } = aHost()
  expect(await act(session, await look(session), 'i-1-0')).toBe('hooks.example.com answered 204')
  expect(sent).toEqual([
    {
      host: 'hooks.example.com',
      path: '/runbooks/42?dry=no',
      method: 'PUT',
      headers: {
        'user-agent': 'andon',
        'content-type': 'application/json',
        'x-team': 'shop',
        authorization: 'Bearer s3cret',
        'idempotency-key': 'i-1-0',
      },
      body: '{"service":"checkout"}',
    },
  ])
})

it('needs no more than a host and a path, and then no permission either', async () => {
  const { session, sent, read } = aHost()
  const bare = request.on({ host: 'hooks.example.com', path: '/' })
  await bare.act(session, await bare.look(session), 'i-1-0')
  expect(read).toEqual([])
  expect(sent).toEqual([
    {
      host: 'hooks.example.com',
      path: '/',
      method: 'POST',
      headers: { 'user-agent': 'andon', 'idempotency-key': 'i-1-0' },
    },
  ])
  expect(bare.calls.flatMap(({ grants }) => grants)).toEqual([])
})

it('keeps the secret out of what it sees, which is stored', async () => {
  const { session, read } = aHost()
  expect(JSON.stringify(await look(session))).toBe('{}')
  expect(read).toEqual([{ Name: '/shop/hooks', WithDecryption: false }])
})

it.each(['', ' ', 'Bearer s3cret\nx: y', 'Bearer s3crét'])('sends no secret that is no header: %j', async (Value) => {
  const { session, sent } = aHost({ Value })
  await expect(act(session, {}, 'i-1-0')).rejects.toThrow(
    /^what is in the parameter \/shop\/hooks cannot be sent as a header: one line of plain characters can$/,
  )
  expect(sent).toEqual([])
})

it('sends nothing without the secret that it is to send, should SSM answer with none', async () => {
  const { session, sent, answers } = aHost()
  Object.assign(answers, { GetParameter: () => ({}) })
  await expect(act(session, {}, 'i-1-0')).rejects.toThrow('what is in the parameter /shop/hooks cannot be sent')
  expect(sent).toEqual([])
})

it.each([
  [301, true, 'hooks.example.com answered 301, a redirect, which is not followed'],
  [404, true, 'hooks.example.com answered 404, so it did not do what was asked'],
  [429, true, 'hooks.example.com answered 429, so it did not do what was asked'],
  [503, false, 'hooks.example.com answered 503; it may have done what was asked'],
])('is not done when the host answers %s', async (status, forGood, says) => {
  const { session } = aHost({ status })
  const failure: unknown = await act(session, {}, 'i-1-0').catch((error: unknown) => error)
  expect(failure).toHaveProperty('message', says)
  expect(failure instanceof CannotAct).toBe(forGood)
  // That would be tried again, and nobody knows what the host has done.
  expect(failure).not.toBeInstanceOf(Throttled)
})

it('hands on what the way out says, as it is', async () => {
  const { answers } = aHost()
  const why = new CannotAct('hooks.example.com leads to 10.0.0.8, which is no public address, so nothing was sent')
  const { session } = sessionWith({ answers, state: () => 0 }, { at: 2, when: 'before', error: why })
  await expect(act(session, {}, 'i-1-0')).rejects.toBe(why)
})

it('goes nowhere where no way leads out', async () => {
  const inside = { send: () => Promise.reject(new Error('not asked')), arnOf: () => 'none' }
  const bare = request.on({ host: 'hooks.example.com', path: '/' })
  await expect(bare.act(inside, {}, 'i-1-0')).rejects.toThrow('no way leads out to the internet from here')
})

it('is told by the config alone where it goes, and what with', () => {
  expect(request.fixed).toEqual(['host', 'path', 'method', 'headers', 'secret'])
  expect(request.atMostOnce).toBe(true)
})

it('may read the one secret, and nothing else of AWS', () => {
  const grants = request.on(given).calls.flatMap(({ grants }) => grants)
  expect(grants.flatMap((grant) => arnTextOf(grant).map((arn) => `${grant.action} ${arn}`))).toEqual([
    'ssm:GetParameter ssm:::parameter/shop/hooks',
  ])
})

it('describes itself as a schema that editors can show', () => {
  expect(Object.keys(z.toJSONSchema(request.input, { io: 'input' }).properties ?? {})).toEqual(Object.keys(given))
})
