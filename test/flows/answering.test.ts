import { type Andon, startAndon } from './andon.ts'
import { processesOf } from './processes-of.ts'

let andon: Andon
beforeEach(async () => (andon = await startAndon()))
afterEach(() => andon.stop())

const openIncident = async (title: string) => (await andon.incidents()).find((incident) => incident.title === title)
const kindsOf = async (title: string) => (await openIncident(title))?.timeline.map(({ kind }) => kind)
/** What the light was last told: its state, and whether somebody answered. */
const lastShown = (light: string) => {
  const { state, acknowledged } = andon.commands(light).at(-1)!
  return { state, acknowledged }
}

it('stops the line when nobody answers a call for help in time, and tells the line’s people of both', async () => {
  await andon.pull('desk-1', '{"click":"SINGLE"}')
  await andon.settled()
  expect(andon.told('checkout')).toEqual(['Help wanted: Checkout: cord desk-1 was pulled'])

  andon.clock.skip({ minutes: 4 })
  await andon.settled()
  expect(lastShown('desk-1')).toEqual({ state: 'help', acknowledged: false })

  andon.clock.skip({ minutes: 1 })
  await andon.settled()
  expect(lastShown('desk-1')).toEqual({ state: 'stop', acknowledged: false })
  expect(andon.told('checkout')).toEqual([
    'Help wanted: Checkout: cord desk-1 was pulled',
    'LINE STOPPED: Checkout: cord desk-1 was pulled',
  ])
  expect(andon.chat('checkout')).toEqual([
    'Checkout: cord desk-1 was pulled: line stopped: nobody answered within 5 minutes: the line stops',
  ])
  expect(await kindsOf('cord desk-1 was pulled')).toEqual(['opened', 'escalated'])
  expect(andon.told('search')).toEqual([])
  expect(andon.cloud.roleCheck.denied()).toEqual([])
  expect(andon.deadLetters()).toEqual([])
})

it('waits with the ladder once somebody has answered, and says who', async () => {
  andon.alarm('checkout-latency', 'ALARM')
  await andon.settled()
  const incident = await openIncident('checkout-latency')
  andon.answer(incident?.id, 'ada')
  await andon.settled()
  expect(lastShown('desk-1')).toEqual({ state: 'help', acknowledged: true })
  expect(andon.chat('checkout')).toEqual(['Checkout: checkout-latency: help wanted: ada answers the call'])

  andon.clock.skip({ minutes: 5 })
  await andon.settled()
  expect(andon.shown('desk-1')).not.toContain('stop')
  expect(andon.told('checkout')).toHaveLength(1)
  expect(await openIncident('checkout-latency')).toMatchObject({ acknowledgedBy: 'ada', state: 'help' })
})

it('never stops a line that has no time to answer within', async () => {
  andon.alarm('search-latency', 'ALARM')
  await andon.settled()
  expect(andon.told('search')).toEqual(['Help wanted: Search: search-latency'])
  andon.clock.skip({ minutes: 60 })
  await andon.settled()
  expect(andon.shown('desk-2')).not.toContain('stop')
})

it('flashes again when somebody stops the line after the call was answered, though the answer is delivered again', async () => {
  await andon.pull('desk-1', '{"click":"SINGLE"}')
  await andon.until(() => lastShown('desk-1').state === 'help')
  const incident = await openIncident('cord desk-1 was pulled')
  andon.answer(incident?.id, 'ada', 'a-1')
  await andon.until(() => lastShown('desk-1').acknowledged)
  await andon.pull('desk-1', '{"click":"LONG"}')
  await andon.until(() => lastShown('desk-1').state === 'stop')
  andon.answer(incident?.id, 'ada', 'a-1')
  await andon.settled()
  expect(lastShown('desk-1')).toEqual({ state: 'stop', acknowledged: false })
  expect(andon.told('checkout').at(-1)).toBe('LINE STOPPED: Checkout: cord desk-1 was pulled')

  andon.answer(incident?.id, 'grace', 'a-2')
  await andon.until(() => lastShown('desk-1').acknowledged)
  expect(lastShown('desk-1')).toEqual({ state: 'stop', acknowledged: true })
  expect(await kindsOf('cord desk-1 was pulled')).toEqual(['opened', 'acknowledged', 'stopped', 'acknowledged'])
})

it('calls again for a second problem, with its own reason and its own time to answer', async () => {
  andon.pullLine('checkout', { reason: 'printer empty' })
  await andon.settled()
  const { id } = (await openIncident('printer empty'))!
  andon.clock.skip({ minutes: 3 })
  andon.answer(id, 'bob')
  await andon.settled()
  andon.pullLine('checkout', { reason: 'fire in aisle 3' })
  await andon.settled()
  expect(lastShown('desk-1')).toEqual({ state: 'help', acknowledged: false })
  expect(andon.commands('desk-1').at(-1)?.reasons).toMatchObject([{ incident: id, title: 'fire in aisle 3' }])
  expect(andon.told('checkout')).toEqual([
    'Help wanted: Checkout: printer empty',
    'Help wanted: Checkout: fire in aisle 3',
  ])
  expect(andon.chat('checkout')).toEqual([
    'Checkout: fire in aisle 3: help wanted: ada calls again: fire in aisle 3 (before: printer empty)',
  ])

  // The time to answer the first call is over, and that one was answered.
  andon.clock.skip({ minutes: 3 })
  await andon.settled()
  expect(lastShown('desk-1').state).toBe('help')

  andon.pullLine('checkout', { click: 'LONG', reason: 'smoke' })
  await andon.settled()
  expect(andon.told('checkout').at(-1)).toBe('LINE STOPPED: Checkout: smoke')
  expect(await kindsOf('smoke')).toEqual(['opened', 'acknowledged', 'called', 'stopped'])
})

it('calls nobody to what is over, and keeps the first answer', async () => {
  andon.alarm('checkout-latency', 'ALARM')
  await andon.until(() => lastShown('desk-1').state === 'help')
  const incident = await openIncident('checkout-latency')
  andon.answer(incident?.id, 'ada')
  await andon.until(() => lastShown('desk-1').acknowledged)
  andon.answer(incident?.id, 'grace')
  andon.alarm('checkout-latency', 'OK')
  await andon.until(() => lastShown('desk-1').state === 'calm')
  andon.answer(incident?.id, 'alan')
  await andon.settled()
  expect(await kindsOf('checkout-latency')).toEqual(['opened', 'acknowledged', 'resolved'])
  expect(await openIncident('checkout-latency')).toMatchObject({ acknowledgedBy: 'ada' })
  expect(lastShown('desk-1')).toEqual({ state: 'calm', acknowledged: false })
  expect(andon.deadLetters()).toEqual([])
})

it('sets aside an answer to an unknown incident', async () => {
  andon.answer('checkout-20261121090003-1k3vbq2', 'ada')
  andon.answer(undefined, 'ada')
  await andon.settled()
  // Each by itself, so in whatever order.
  const reasons = andon.deadLetters().map(({ queue, reason }) => `${queue}: ${reason}`)
  expect(reasons.toSorted()).toEqual([
    expect.stringMatching(/^andon-on-signal-dead: the event "Call Answered" is malformed: detail.incident/),
    expect.stringMatching(/^andon-on-signal-dead: there is no incident "checkout-20261121090003-1k3vbq2"/),
  ])
})

// Only Linux shows in /proc which process runs which function.
const onLinux = process.platform === 'linux' ? describe : describe.skip
onLinux('a story', () => {
  // Nothing else would tell, but the minutes that all stories together take longer.
  it('is told by the processes that told the one before', async () => {
    const before = processesOf('andon-on-change')
    expect(before).not.toEqual([])
    await andon.stop()
    andon = await startAndon()
    const after = processesOf('andon-on-change')
    expect(after).not.toEqual([])
    expect(before).toEqual(expect.arrayContaining(after))
  })
})
