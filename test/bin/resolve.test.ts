import { anAndonWith, anIncident } from './an-andon-with.ts'
import { clientsFor } from './fake-aws.ts'
import { typed } from './typed-command.ts'

const why = ['--reason', 'the till was replaced']
const resolve = ['resolve', 'checkout-1', ...why]

it('asks the API, signed by whoever sits here, and says what came of it', async () => {
  const there = anAndonWith(
    anIncident('checkout-1', { key: 'alarm arn:aws:cloudwatch:eu-central-1:000000000000:alarm:checkout-5xx' }),
  )
  const { code, said } = await typed(resolve, there.aws)
  expect(code).toBe(0)
  expect(said).toEqual([
    'checkout-1: resolved by Operators/ada: the till was replaced (its alarm still holds: the next ALARM opens a new incident)',
  ])
  expect(there.posted).toEqual([
    {
      address: 'https://a1b2.execute-api.eu-central-1.amazonaws.com/incidents/checkout-1/resolve',
      body: { reason: 'the till was replaced', id: 'one-of-a-kind' },
    },
  ])
  expect(there.events).toEqual([])
})

it('prints the incident with its timeline for programs', async () => {
  const { said } = await typed([...resolve, '--json'], anAndonWith(anIncident('checkout-1')).aws)
  expect(JSON.parse(said.join('\n'))).toMatchObject({
    incident: { id: 'checkout-1', state: 'resolved', resolvedBy: 'Operators/ada' },
    timeline: [{ kind: 'resolved', text: 'resolved by Operators/ada: the till was replaced' }],
  })
})

it('sends nothing for what is resolved already', async () => {
  const there = anAndonWith(anIncident('checkout-1', { state: 'resolved' }))
  expect(await typed(resolve, there.aws)).toMatchObject({ code: 0, said: ['checkout-1: over already: resolved'] })
  expect(there.posted).toEqual([])
})

it('wants an incident that exists, and a reason', async () => {
  const there = anAndonWith()
  const unknown = await typed(resolve, there.aws)
  expect(unknown.code).toBe(1)
  expect(unknown.remarked).toContain('There is no incident checkout-1')
  expect((await typed('resolve checkout-1', there.aws)).code).toBe(2)
  expect(there.posted).toEqual([])
})

it.each([
  [403, 'Forbidden', 'do not allow execute-api:Invoke on POST/incidents/checkout-1/resolve'],
  [404, 'Not Found', 'cannot resolve'],
  [429, 'Too Many Requests', 'too many requests'],
  [400, 'reason: at most 200 characters', 'The API did not take it (400: reason: at most 200 characters)'],
  [500, 'Internal Server Error', '/aws/lambda/andon-api says more'],
])('explains a refusal with status %i', async (status, message, told) => {
  const { handlers } = anAndonWith(anIncident('checkout-1'))
  const { code, said, remarked } = await typed(resolve, clientsFor({ ...handlers, POST: () => ({ status, message }) }))
  expect({ code, said }).toEqual({ code: 1, said: [] })
  expect(remarked).toContain(told)
})

it('does not say "resolved" when nobody took it in', async () => {
  const there = anAndonWith(anIncident('checkout-1'))
  const { code, said, remarked } = await typed(resolve, clientsFor(there.deafHandlers))
  expect({ code, said }).toEqual({ code: 1, said: [] })
  expect(remarked).toContain('checkout-1 is still open after 10 seconds')
})
