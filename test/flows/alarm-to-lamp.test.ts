import { createCloudWatch } from '@andon/local-cloud/services/cloudwatch/cloudwatch.ts'
import { openStore } from '@andon/local-cloud/store.ts'
import { type Andon, startAndon } from './andon.ts'
import { anAlarmEvent } from './alarm-event.ts'
import { SkippingClock } from './skipping-clock.ts'

let andon: Andon
beforeEach(async () => (andon = await startAndon()))
afterEach(() => andon.stop())

/** Without what was only sent again. */
const changesOf = (states: readonly string[]) => states.filter((state, i) => state !== states[i - 1])

it('lets a machine try, proves the fix by the alarm, and tells it all in one message', async () => {
  andon.alarm('checkout-5xx', 'ALARM')
  await andon.settled()
  expect(andon.chat('checkout')).toEqual([
    expect.stringMatching(
      /^Checkout: checkout-5xx: a machine is working on it: a new deployment of checkout was started/,
    ),
  ])
  expect(andon.shown('desk-1')).toEqual(['calm', 'working'])

  // The imitated service gets better, and so its alarm clears; nobody here says so but the alarm.
  andon.clock.skip({ minutes: 1 })
  await andon.settled()

  expect(changesOf(andon.shown('desk-1'))).toEqual(['calm', 'working', 'calm'])
  expect(andon.shown('wall')).toEqual(expect.arrayContaining(['working']))
  expect(andon.shown('desk-2')).not.toContain('working')
  expect(andon.chat('checkout')).toEqual([
    'Checkout: checkout-5xx: resolved: the alarm cleared after: redeploy service checkout in cluster shop',
  ])
  expect(andon.chat('search')).toEqual([])

  // The playbook wakes up, finds it done, and leaves it at that.
  andon.clock.skip({ minutes: 5 })
  await andon.settled()
  const [incident, ...others] = await andon.incidents()
  expect(others).toEqual([])
  expect(incident).toMatchObject({ state: 'resolved', resolvedBy: 'the alarm', tried: [{ failed: false }] })
  expect(andon.deadLetters()).toEqual([])
  expect(andon.cloud.roleCheck.denied()).toEqual([])
})

it('calls people at once where no playbook is chosen', async () => {
  andon.alarm('search-latency', 'ALARM')
  await andon.settled()
  expect(andon.shown('desk-2')).toEqual(['calm', 'help'])
  expect(andon.shown('desk-1')).toEqual(['calm'])
  expect(andon.chat('search')).toEqual(['Search: search-latency: help wanted: people are called'])

  andon.alarm('search-latency', 'OK')
  await andon.settled()
  expect(andon.shown('desk-2').at(-1)).toBe('calm')
  expect(andon.chat('search')).toEqual(['Search: search-latency: resolved: resolved by the alarm'])

  // Of the same name as the one that has a playbook, but forwarded from staging: it comes to Andon's own bus.
  const elsewhere = { account: '222233334444', region: 'eu-west-1' }
  andon.cloud.eventBridge.put('andon', anAlarmEvent({ name: 'checkout-5xx', ...elsewhere }))
  await andon.settled()
  expect(andon.shown('desk-1')).toEqual(['calm', 'help'])
  const [told] = andon.chat('checkout')
  expect(told).toMatch(
    /people are called: Restart checkout is not for alarms of account 222233334444, region eu-west-1/,
  )
  const staging = (await andon.incidents()).find(({ line }) => line === 'checkout')
  expect(staging).toMatchObject({ account: '222233334444', region: 'eu-west-1', elsewhere: true, tried: [] })
})

describe('what no event tells', () => {
  const asked = async () => {
    andon.clock.skip({ minutes: 5 })
    await andon.settled()
  }
  const lastSaid = () => andon.chat('search').at(-1)

  it('is heard from CloudWatch itself, first thing and every five minutes', async () => {
    await andon.stop()
    const store = openStore()
    createCloudWatch(store, new SkippingClock(), () => {}).setAlarm('search-latency', { state: 'ALARM' })
    andon = await startAndon({ store })
    await andon.settled()
    expect(andon.shown('desk-2').at(-1)).toBe('help')
    expect(lastSaid()).toBe('Search: search-latency: help wanted: people are called')

    andon.cloud.cloudWatch.setAlarm('search-latency', { state: 'OK', lost: true })
    await asked()
    expect(lastSaid()).toBe('Search: search-latency: resolved: resolved by the alarm')
    expect(andon.shown('desk-2').at(-1)).toBe('calm')

    andon.cloud.cloudWatch.setAlarm('search-errors', { state: 'ALARM', muteSeconds: 240 })
    await andon.settled()
    expect(andon.shown('desk-2').at(-1)).toBe('calm')
    await asked()
    expect(lastSaid()).toBe('Search: search-errors: help wanted: people are called')

    andon.cloud.cloudWatch.deleteAlarm('search-errors', { lost: true })
    await asked()
    expect(lastSaid()).toMatch(/^Search: search-errors: resolved: .*deleted/)
    expect(andon.shown('desk-2').at(-1)).toBe('calm')
    expect(andon.cloud.roleCheck.denied()).toEqual([])
  })
})

it('is one incident, one message and one light, though the event comes ten times', async () => {
  const event = anAlarmEvent({ name: 'checkout-latency' })
  for (let i = 0; i < 10; i++) andon.put({ ...event, id: `event-${i}` })
  await andon.settled()
  expect(await andon.incidents()).toHaveLength(1)
  expect(andon.chat('checkout')).toHaveLength(1)
  expect(andon.shown('desk-1')).toEqual(['calm', 'help'])
})

it('stays calm when OK arrives before the ALARM that it ended', async () => {
  andon.put(anAlarmEvent({ name: 'checkout-latency', state: 'OK', at: '2026-11-21T09:07:00.000+0000' }))
  await andon.settled()
  andon.put(anAlarmEvent({ name: 'checkout-latency', state: 'ALARM', at: '2026-11-21T09:00:00.000+0000' }))
  await andon.settled()
  expect(await andon.incidents()).toEqual([])
  expect(andon.shown('desk-1')).toEqual(['calm'])
  expect(andon.chat('checkout')).toEqual([])
})

it('keeps every light fresh, so that a lamp that hears nothing may say unknown', async () => {
  const before = andon.commands('wall').at(-1)
  for (let minute = 1; minute <= 2; minute++) {
    andon.clock.skip({ minutes: 1 })
    await andon.settled()
  }
  const after = andon.commands('wall').at(-1)
  expect(after).toMatchObject({ epoch: before?.epoch, state: 'calm', ttlSeconds: 300 })
  expect(after?.v).toBeGreaterThan(before?.v ?? Infinity)
})

it('ignores alarms of no line, and sets aside what nobody can read', async () => {
  andon.put(anAlarmEvent({ name: 'billing' }))
  andon.put({ ...anAlarmEvent({ name: 'search-latency' }), detail: { alarmName: 'search-latency', state: 'ALARM' } })
  andon.put(anAlarmEvent({ name: 'andon-on-signal' }))
  andon.put(anAlarmEvent({ name: 'checkout-\ud800' }))
  andon.put(anAlarmEvent({ name: 'checkout-latency' }))
  await andon.settled()
  expect(await andon.incidents()).toMatchObject([{ title: 'checkout-latency' }])
  expect(andon.deadLetters().toSorted((a, b) => ((a.reason ?? '') < (b.reason ?? '') ? -1 : 1))).toMatchObject([
    { queue: 'andon-on-signal-dead', reason: expect.stringContaining('is malformed: detail.alarmName: half a') },
    { queue: 'andon-on-signal-dead', reason: expect.stringContaining('is malformed: detail.state') },
  ])
})
