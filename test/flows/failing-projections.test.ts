import { AwsError } from '@andon/local-cloud/aws-error.ts'
import { type Andon, startAndon } from './andon.ts'

let andon: Andon
beforeEach(async () => (andon = await startAndon({ heals: [] })))
afterEach(() => andon.stop())

const incident = async (title: string) => (await andon.incidents()).find((one) => one.title === title)
const denied = new AwsError('AccessDeniedException', 'not authorized to do this', 403)
const outOfOrder = new AwsError('InternalFailure', 'out of order', 500)

/** Every such call is answered by the error until it is mended. */
const failing = (operation: string, error: AwsError, isIt: (input: unknown) => boolean = () => true) =>
  andon.cloud.endpoint.onCall((call) => {
    if (call.operation === operation && call.caller.kind === 'function' && isIt(call.input)) throw error
  })

it('calls people to a held playbook that cannot be told to go on, and keeps nobody of two lines waiting', async () => {
  await andon.pull('desk-1', '{"click":"LONG"}')
  await andon.until(() => andon.shown('desk-1').at(-1) === 'stop')
  andon.alarm('checkout-5xx', 'ALARM')
  await andon.until(async () => (await incident('checkout-5xx'))?.held !== undefined)
  await andon.settled()
  failing('SendDurableExecutionCallbackSuccess', denied)
  const before = andon.shown('desk-1').length

  await andon.pull('desk-1', '{"click":"DOUBLE"}')
  andon.alarm('checkout-latency', 'ALARM')
  andon.alarm('search-latency', 'ALARM')
  await andon.settled()

  expect(await incident('checkout-5xx')).toMatchObject({ state: 'help' })
  const why = 'people are called: the playbook restart-checkout could not go on: AccessDeniedException: not authorized'
  expect(andon.chat('checkout')).toContainEqual(expect.stringContaining(why))
  expect(andon.chat('checkout')).toContainEqual(expect.stringContaining('checkout-latency: help wanted'))
  expect(andon.chat('search')).toContainEqual(expect.stringContaining('search-latency: help wanted'))
  expect(andon.told('checkout')).toEqual(
    expect.arrayContaining(['Help wanted: Checkout: checkout-5xx', 'Help wanted: Checkout: checkout-latency']),
  )
  expect(andon.told('search')).toEqual(['Help wanted: Search: search-latency'])
  const since = andon.shown('desk-1').slice(before)
  expect(since.at(-1)).toBe('help')
  expect(since.slice(since.indexOf('help'))).not.toContain('working')
  expect(andon.shown('desk-2').at(-1)).toBe('help')
  expect(andon.deadLetters()).toEqual([
    expect.objectContaining({
      queue: 'andon-on-change-dead',
      reason: expect.stringContaining('not authorized to do this'),
    }),
  ])
})

it('calls people when the playbook’s run cannot be started at all', async () => {
  failing('Invoke', denied, (input) => /"FunctionName":"[^"]*playbook/.test(JSON.stringify(input)))
  andon.alarm('checkout-5xx', 'ALARM')
  await andon.settled()
  expect(await incident('checkout-5xx')).toMatchObject({ state: 'help' })
  expect(andon.shown('desk-1').at(-1)).toBe('help')
  expect(andon.told('checkout')).toEqual(['Help wanted: Checkout: checkout-5xx'])
  expect(andon.deadLetters()).toEqual([expect.objectContaining({ body: expect.stringContaining('"kind":"start"') })])
})

it('tells the bus later what it could not be told, while lamp and chat hear of it at once', async () => {
  const mend = failing('PutEvents', outOfOrder)
  andon.alarm('search-latency', 'ALARM')
  await andon.until(() => andon.chat('search').length > 0 && andon.shown('desk-2').at(-1) === 'help')
  mend()
  const sinceMended = andon.events().length
  await andon.outlasted()
  expect(andon.events().slice(sinceMended)).toContainEqual(expect.objectContaining({ type: 'Incident Opened' }))
  expect(andon.deadLetters()).toEqual([])
})

it('sets a light aside that it may not command, and tells the others', async () => {
  failing('Publish', denied, (input) => JSON.stringify(input).includes('lights/desk-2/'))
  andon.alarm('search-latency', 'ALARM')
  await andon.settled()
  expect(andon.shown('desk-2').at(-1)).not.toBe('help')
  expect(andon.shown('wall').at(-1)).toBe('help')
  expect(andon.chat('search')).toHaveLength(1)
  expect(andon.deadLetters()).toEqual([expect.objectContaining({ body: '{"kind":"light","light":"desk-2"}' })])
})

it('sets an item that Andon did not write aside once, and still shows the incidents', async () => {
  andon.alarm('search-latency', 'ALARM')
  await andon.settled()
  const id = (await incident('search-latency'))!.id
  const put = (item: Record<string, unknown>) =>
    andon.cloud.database.api.call('PutItem', { TableName: 'andon', Item: item }, { kind: 'owner' })
  await put({ pk: { S: `INCIDENT#${id}` }, sk: { S: 'ENTRY#000099' }, hello: { S: 'world' } })
  await put({ pk: { S: 'INCIDENT#mine' }, sk: { S: 'INCIDENT' }, size: { N: '12345678901234567890' } })
  await put({ pk: { S: 'LINE#mine' }, sk: { S: 'LINE' } })
  andon.alarm('search-errors', 'ALARM')
  await andon.settled()

  expect((await andon.incidents()).map(({ title }) => title).sort()).toEqual(['search-errors', 'search-latency'])
  expect(andon.chat('search')).toHaveLength(2)
  expect(andon.deadLetters().map(({ reason }) => reason)).toEqual([
    expect.stringContaining('an item that Andon did not write'),
    expect.stringContaining('an item that Andon did not write'),
  ])
  // A further change of the incident with the spoilt timeline is told as ever.
  andon.alarm('search-latency', 'OK')
  await andon.settled()
  expect(andon.chat('search')).toContainEqual(expect.stringContaining('search-latency: resolved'))
  expect(andon.deadLetters()).toHaveLength(2)
})

it('keeps what is due while chat takes no token of ours, says so past it, and tells it once the token is mended', async () => {
  const { workspace } = andon.cloud.slack
  const { token } = workspace
  workspace.token = 'xoxb-another'
  andon.alarm('search-latency', 'ALARM')
  const wanted = ['Help wanted: Platform: channel search', 'Help wanted: Platform: channel platform']
  await andon.until(() => wanted.every((each) => andon.told('platform').includes(each)))
  expect(andon.chat('search')).toEqual([])

  workspace.token = token
  await andon.outlasted()
  expect(andon.chat('search')).toEqual(['Search: search-latency: help wanted: people are called'])
  expect(await incident('channel search')).toMatchObject({ state: 'resolved', resolvedBy: 'the channel itself' })
  expect(await incident('channel platform')).toMatchObject({ state: 'resolved' })
  expect(new Set(andon.told('platform'))).toEqual(new Set(wanted))
  expect(andon.deadLetters()).toEqual([])
})
