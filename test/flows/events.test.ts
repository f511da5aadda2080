import { randomUUID } from 'node:crypto'
import { aPipelineEvent } from '../an-event.ts'
import { type Andon, startAndon } from './andon.ts'

let andon: Andon
beforeEach(async () => (andon = await startAndon()))
afterEach(() => andon.stop())

const now = (seconds = 0) => new Date(Math.floor(andon.clock.now() / 1000 + seconds) * 1000).toISOString()

/** As GuardDuty sends it, now. */
const aFinding = (detail: object = {}) => ({
  ...aPipelineEvent(),
  id: randomUUID(),
  source: 'aws.guardduty',
  'detail-type': 'GuardDuty Finding',
  time: now(),
  detail: {
    id: '36b01b60',
    severity: 8,
    type: 'UnauthorizedAccess',
    title: 'Tor',
    description: 'From Tor.',
    ...detail,
  },
})

it('a pipeline that fails lights the lamp and is told; its next success ends that', async () => {
  andon.put(aPipelineEvent({ state: 'STARTED', time: now() }))
  andon.put(aPipelineEvent({ time: now() }))
  andon.put(aPipelineEvent({ pipeline: 'billing-deploy', time: now() }))
  await andon.settled()
  expect(andon.shown('desk-1')).toEqual(['calm', 'help'])
  expect(andon.chat('checkout')).toEqual(['Checkout: Pipeline checkout-deploy failed: help wanted: people are called'])
  expect(andon.told('checkout')).toEqual(['Help wanted: Checkout: Pipeline checkout-deploy failed'])

  andon.put(aPipelineEvent({ state: 'SUCCEEDED', time: now(5) }))
  await andon.settled()
  expect(andon.shown('desk-1').at(-1)).toBe('calm')
  expect(andon.chat('checkout')).toEqual([
    'Checkout: Pipeline checkout-deploy failed: resolved: resolved by its source',
  ])
  expect(await andon.incidents()).toMatchObject([{ source: 'pipeline-failed', state: 'resolved' }])
  expect(andon.deadLetters()).toEqual([])
  expect(andon.cloud.roleCheck.denied()).toEqual([])
})

it('a finding calls people, and closes by itself a day after its last event', async () => {
  andon.put(aFinding({ severity: 2 }))
  andon.put(aFinding())
  await andon.settled()
  expect(andon.chat('platform')).toEqual(['Platform: GuardDuty: Tor: help wanted: people are called'])

  andon.clock.skip({ minutes: 20 * 60 })
  andon.put(aFinding())
  await andon.settled()
  andon.clock.skip({ minutes: 5 * 60 })
  await andon.settled()
  expect((await andon.incidents()).filter(({ source }) => source === 'guardduty')).toMatchObject([{ state: 'help' }])

  andon.clock.skip({ minutes: 20 * 60 })
  await andon.settled()
  expect((await andon.incidents()).filter(({ source }) => source === 'guardduty')).toMatchObject([
    { state: 'resolved', resolvedBy: 'itself' },
  ])
  expect(andon.chat('platform')).toContain(
    'Platform: GuardDuty: Tor: resolved: closed by itself after 1 day: its source has no clearing event',
  )
  expect(andon.deadLetters()).toEqual([])
  expect(andon.cloud.roleCheck.denied()).toEqual([])
})
