import { type Andon, startAndon } from './andon.ts'

let andon: Andon
beforeEach(async () => (andon = await startAndon({ heals: [] })))
afterEach(() => andon.stop())

const minutes = (n: number) => andon.clock.skip({ minutes: n })
const incident = async () => (await andon.incidents()).find(({ title }) => title === 'checkout-5xx')
const timeline = async () => (await incident())?.timeline.map(({ text }) => text)

/** The machine has redeployed and waits for the alarm; then somebody stops the line. */
async function stoppedInMidPlaybook() {
  andon.alarm('checkout-5xx', 'ALARM')
  await andon.settled()
  await andon.pull('desk-1', '{"click":"LONG"}')
  await andon.settled()
}

it('holds a playbook before its next countermeasure while the line is stopped, and goes on when it is cleared', async () => {
  await stoppedInMidPlaybook()
  minutes(5)
  await andon.settled()
  expect(await incident()).toMatchObject({ state: 'working', held: 'the line is stopped (cord desk-1 was pulled)' })
  expect((await timeline())?.at(-1)).toBe('held: the line is stopped (cord desk-1 was pulled)')
  expect(andon.chat('checkout')).toContain(
    'Checkout: checkout-5xx: the machine waits: held: the line is stopped (cord desk-1 was pulled)',
  )
  // However long it takes.
  minutes(60)
  await andon.settled()
  expect((await incident())?.tried).toHaveLength(1)

  await andon.pull('desk-1', '{"click":"DOUBLE"}')
  await andon.settled()
  expect(await incident()).toMatchObject({
    state: 'working',
    tried: [{}, { outcome: expect.stringContaining('goes back') }],
  })
  expect((await incident())?.held).toBeUndefined()
  expect((await timeline())?.slice(-3)).toEqual([
    'goes on: the line is no longer stopped',
    'roll back service checkout in cluster shop to its previous task definition',
    'checkout goes back from checkout:7 to checkout:6',
  ])
  expect(andon.shown('desk-1').at(-1)).toBe('working')
  expect(andon.cloud.guard.denied()).toEqual([])
  expect(andon.deadLetters()).toEqual([])
})

it('does nothing more when the alarm clears while it is held', async () => {
  await stoppedInMidPlaybook()
  minutes(5)
  await andon.settled()
  andon.alarm('checkout-5xx', 'OK')
  await andon.settled()
  expect(await running()).toEqual([])
  await andon.pull('desk-1', '{"click":"DOUBLE"}')
  await andon.settled()
  expect(await incident()).toMatchObject({ state: 'resolved', tried: [{ failed: false }] })
  expect(andon.shown('desk-1').at(-1)).toBe('calm')
})

it('calls people when the line has been stopped for a day', async () => {
  await stoppedInMidPlaybook()
  minutes(5)
  await andon.settled()
  minutes(24 * 60)
  await andon.settled()
  expect(await incident()).toMatchObject({ state: 'help', tried: [{}] })
  expect((await timeline())?.at(-1)).toBe(
    'people are called: the line is stopped (cord desk-1 was pulled), and has been for a day',
  )
})

async function running() {
  const { lambda } = andon.cloud
  const asked = { FunctionName: 'andon-playbook-restart-checkout', Statuses: ['RUNNING'] }
  const { DurableExecutions } = (await lambda.api.call('ListDurableExecutionsByFunction', asked, {
    kind: 'owner',
  })) as {
    DurableExecutions: unknown[]
  }
  return DurableExecutions
}
