import { laptop, post } from './doors-opened.ts'

it('explains an event, and does nothing', async () => {
  const event = { source: 'aws.health', 'detail-type': 'AWS Health Event' }
  const { status, body } = await post('/local/explain', event)
  expect([status, body.rule, body.words]).toEqual([200, { not: 'no rule asks for it' }, ['rule  no']])
  expect(laptop.done).toEqual([['explain', event]])
})

it.each([
  ['a list', []],
  ['a number', 7],
  ['nothing', null],
])('refuses %s, and says what to send', async (_, body) => {
  const refused = await post('/local/explain', body)
  expect(refused).toMatchObject({ status: 400, body: { remedy: expect.stringContaining('Send one event') } })
  expect(laptop.done).toEqual([])
})
