import { type Andon, startAndon } from './andon.ts'
import { deployedAs, grace, owner, redeploy, trusting } from './a-trusting-andon.ts'

let andon: Andon
afterEach(() => andon.stop())

const everything = { stop: [owner], start: [owner], run: [owner], approve: [owner] }
async function started(may: object = everything) {
  andon = await startAndon({ cdkOut: await deployedAs(trusting('auto', may)), heals: [] })
}
const ask = async (path: string, body: object = {}, arn?: string) => {
  const reply = await andon.ask(`lines/${path}`, body, arn)
  await andon.settled()
  return reply
}
const all = async () => (await andon.incidents()).map(({ title, state }) => `${title}: ${state}`)
const textsOf = async (title: string) =>
  (await andon.incidents()).find((one) => one.title === title)!.timeline.map(({ text }) => text)

it('stops a line once, holds its machine, and lets it go on once the line is started', async () => {
  await started()
  expect(await ask('checkout/stop', { reason: 'a bad deploy' })).toMatchObject({ status: 202 })
  expect(await ask('checkout/stop', { reason: 'a bad deploy' })).toMatchObject({ status: 202 })
  expect(andon.shown('desk-1').at(-1)).toBe('stop')
  expect(await textsOf('a bad deploy')).toEqual(['owner stopped the line'])

  andon.alarm('checkout-5xx', 'ALARM')
  await andon.settled()
  expect((await textsOf('checkout-5xx')).at(-1)).toBe('held: the line is stopped (a bad deploy)')
  const held = (await andon.incidents()).find(({ title }) => title === 'checkout-5xx')
  expect(held?.judged?.against).toEqual([
    { guard: 'line-stopped', because: 'the line is stopped (a bad deploy)', until: 'line-cleared' },
  ])
  expect(await ask('checkout/start', { reason: 'rolled back' })).toMatchObject({ status: 202 })
  expect((await andon.incidents()).find(({ title }) => title === 'checkout-5xx')?.judged?.against).toEqual([])
  expect(await textsOf('a bad deploy')).toEqual(['owner stopped the line', 'owner starts the line again: rolled back'])
  expect(await textsOf('checkout-5xx')).toEqual([
    'Restart checkout is started',
    'held: the line is stopped (a bad deploy)',
    'goes on: the line is no longer stopped',
    redeploy,
    expect.stringMatching(/^a new deployment of checkout was started/),
  ])
  expect(andon.shown('desk-1').at(-1)).toBe('working')
  expect(andon.events().map(({ type }) => type)).toEqual(expect.arrayContaining(['Line Stopped', 'Line Cleared']))
  expect(andon.cloud.roleCheck.denied()).toEqual([])
  expect(andon.deadLetters()).toEqual([])
})

it('ends every stop with the name of who starts the line; an alarm that holds stays open, in that person’s hands', async () => {
  await started()
  andon.alarm('checkout-latency', 'ALARM')
  await andon.settled()
  andon.clock.skip({ minutes: 5 })
  await andon.settled()
  await andon.pull('desk-1', '{"click":"LONG"}')
  await andon.settled()
  expect(await all()).toEqual(expect.arrayContaining(['checkout-latency: stop', 'cord desk-1 was pulled: stop']))

  await ask('checkout/start')
  expect(await all()).toEqual(expect.arrayContaining(['checkout-latency: help', 'cord desk-1 was pulled: resolved']))
  expect((await textsOf('checkout-latency')).at(-1)).toBe(
    'owner starts the line again; the alarm has not cleared, and owner is on it',
  )
  expect(andon.shown('desk-1').at(-1)).toBe('help')
  expect(andon.commands('desk-1').at(-1)?.acknowledged).toBe(true)
  // Somebody is on it: it does not stop the line once more.
  andon.clock.skip({ minutes: 10 })
  await andon.settled()
  expect(await all()).toContain('checkout-latency: help')
})

it('refuses whoever may not, and names the lines that there are', async () => {
  await started({ start: [`iam:${grace}`] })
  // Where nobody is named anyone whom IAM lets in may stop, as anyone may pull the cord.
  expect(await ask('checkout/stop')).toMatchObject({ status: 202 })
  expect(await ask('checkout/start')).toMatchObject({
    status: 403,
    message: expect.stringMatching(/user\/owner may not start on checkout: see `may\.start` of the line/),
  })
  expect(await ask('search/start')).toMatchObject({ status: 403 })
  expect(await ask('chekout/stop')).toMatchObject({
    status: 404,
    message: 'there is no line "chekout": checkout, search, platform',
  })
  expect(andon.shown('desk-1').at(-1)).toBe('stop')
  expect(await ask('checkout/start', {}, grace)).toMatchObject({ status: 202 })
  expect(andon.shown('desk-1').at(-1)).toBe('calm')
  expect(await ask('checkout/start', {}, grace)).toMatchObject({ status: 202 })
  expect(andon.deadLetters()).toEqual([])
})
