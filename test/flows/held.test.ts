import { type Andon, startAndon } from './andon.ts'

let andon: Andon
beforeEach(async () => (andon = await startAndon({ heals: [] })))
afterEach(() => andon.stop())

const minutes = (n: number) => andon.clock.skip({ minutes: n })
const incident = async () => (await andon.incidents()).find(({ title }) => title === 'checkout-5xx')
const isHeld = async () => (await incident())?.held !== undefined
const isStopped = () => andon.shown('desk-1').at(-1) === 'stop'
const becauseStopped = 'the line is stopped (cord desk-1 was pulled)'

it('holds a playbook before its next countermeasure while the line is stopped, and goes on when it is cleared', async () => {
  andon.alarm('checkout-5xx', 'ALARM')
  await andon.until(async () => (await incident())?.waitsUntil !== undefined)
  await andon.pull('desk-1', '{"click":"LONG"}')
  await andon.settled()
  expect(isStopped()).toBe(true)
  minutes(5)
  await andon.settled()
  expect(await incident()).toMatchObject({ state: 'help', held: becauseStopped, tried: [{}] })
  expect(andon.chat('checkout')).toContain(
    `Checkout: checkout-5xx: help wanted, the machine waits: held: ${becauseStopped}; people are called`,
  )
  // As long as nobody takes it over: unanswered for five minutes, it would stop the line by itself.
  minutes(4)
  await andon.settled()
  expect((await incident())?.tried).toHaveLength(1)

  await andon.pull('desk-1', '{"click":"DOUBLE"}')
  await andon.until(async () => (await incident())?.tried[1]?.outcome !== undefined)
  const { timeline, ...now } = (await incident())!
  expect(now).toMatchObject({ state: 'working', tried: [{}, { outcome: expect.stringContaining('goes back') }] })
  expect(now.held).toBeUndefined()
  expect(timeline.map(({ kind }) => kind).slice(2)).toEqual([
    'countermeasure-finished',
    'held',
    'resumed',
    'countermeasure-started',
    'countermeasure-finished',
  ])
  await andon.settled()
  expect(andon.shown('desk-1').at(-1)).toBe('working')
  expect(andon.events().filter(({ type }) => type.startsWith('Line'))).toMatchObject([
    { type: 'Line Stopped' },
    { type: 'Line Cleared', incident: now.id },
  ])
  expect(andon.cloud.roleCheck.denied()).toEqual([])
  expect(andon.deadLetters()).toEqual([])
})

/** The machine may not even begin. */
async function heldFromTheStart() {
  await andon.pull('desk-1', '{"click":"LONG"}')
  await andon.until(isStopped)
  andon.alarm('checkout-5xx', 'ALARM')
  await andon.until(isHeld)
}

it('does nothing at all when the alarm clears while it is held', async () => {
  await heldFromTheStart()
  andon.alarm('checkout-5xx', 'OK')
  await andon.until(async () => (await stillRunning()) === 0)
  expect(await incident()).toMatchObject({ state: 'resolved', tried: [] })
  expect(isStopped()).toBe(true)
})

it('leaves an incident that a person has resolved, at once and for good', async () => {
  await heldFromTheStart()
  const { id } = (await incident())!
  expect(await andon.resolve(id, 'the till was replaced')).toBe(202)
  await andon.until(async () => (await stillRunning()) === 0)
  await andon.until(() => andon.events().some((event) => event.incident === id && event.type === 'Incident Resolved'))
  const { timeline, ...now } = (await incident())!
  expect(now).toMatchObject({ state: 'resolved', resolvedBy: 'owner', tried: [] })
  expect(timeline.at(-1)?.text).toBe(
    'resolved by owner: the till was replaced (its alarm still holds: the next ALARM opens a new incident)',
  )
  expect(andon.cloud.roleCheck.denied()).toEqual([])
})

it('calls people when the line has been stopped for a day', async () => {
  await heldFromTheStart()
  await andon.settled()
  expect(await stillRunning()).toBe(1)
  minutes(24 * 60)
  await andon.until(async () => (await stillRunning()) === 0)
  const { state, tried, held, timeline } = (await incident())!
  expect({ state, tried, held }).toEqual({ state: 'help', tried: [], held: undefined })
  expect(timeline.at(-1)).toMatchObject({
    kind: 'called',
    text: `people are called: ${becauseStopped}, and has been for a day`,
  })
})

async function stillRunning(): Promise<number> {
  const asked = { FunctionName: 'andon-run-playbook', Statuses: ['RUNNING'] }
  const answer = await andon.cloud.lambda.api.call('ListDurableExecutionsByFunction', asked, { kind: 'owner' })
  return (answer as { DurableExecutions: unknown[] }).DurableExecutions.length
}
