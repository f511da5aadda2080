import { type Andon, startAndon } from './andon.ts'

let andon: Andon
afterEach(() => andon.stop())

it.each([
  ['asks to wait (429)', 429],
  ['is out of order (500)', 500],
  ['is out of order (503)', 503],
] as const)('loses nothing and says nothing twice when Slack %s', async (_, status) => {
  andon = await startAndon()
  andon.cloud.slack.failNext(status, 3)
  andon.alarm('search-latency', 'ALARM')
  await andon.outlasted()
  expect(andon.chat('search')).toEqual(['Search: search-latency: help wanted: people are called'])
  expect(andon.shown('desk-2').at(-1)).toBe('help')
  expect(andon.deadLetters()).toEqual([])
})

it('calls people past chat while chat is away', async () => {
  andon = await startAndon()
  andon.cloud.slack.failNext(503, 1000)
  andon.alarm('search-latency', 'ALARM')
  await andon.until(() => andon.told('search').length === 1)
  expect(andon.chat('search')).toEqual([])
  expect(andon.told('search')).toEqual(['Help wanted: Search: search-latency'])
})

it('finds its own message when Slack’s answer is lost, and does not post it again', async () => {
  andon = await startAndon()
  andon.cloud.slack.failNext('cut')
  andon.alarm('search-latency', 'ALARM')
  await andon.outlasted()
  expect(andon.chat('search')).toEqual(['Search: search-latency: help wanted: people are called'])
})

it('tells every one of a dozen alarms at once, none lost and none over the rate', async () => {
  andon = await startAndon()
  for (let i = 0; i < 12; i++) andon.alarm(`search-${i}`, 'ALARM')
  // Chat takes one in 1.2 s; people who are called past it do not wait for that.
  await andon.until(() => andon.told('search').length === 12)
  expect(andon.chat('search').length).toBeLessThan(12)
  await andon.settled()
  expect(new Set(andon.told('search')).size).toBe(12)
  expect(new Set(andon.chat('search')).size).toBe(12)
  expect(andon.shown('desk-2').at(-1)).toBe('flood')
  expect(andon.deadLetters()).toEqual([])
})

it('keeps what is due while nobody has put the token there yet, and tells people past chat what to do', async () => {
  andon = await startAndon({ slackToken: '', spares: undefined })
  andon.alarm('search-latency', 'ALARM')
  await andon.until(() => andon.told('platform').includes('Help wanted: Platform: channel search'))
  const trouble = (await andon.incidents()).find(({ title }) => title === 'channel search')
  expect(trouble?.reason).toContain('the SSM parameter /andon/slack-token is missing or empty: put the Slack bot')
  expect(andon.shown('desk-2').at(-1)).toBe('help')
  expect(andon.deadLetters()).toEqual([])
})
