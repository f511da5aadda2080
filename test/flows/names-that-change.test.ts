import { ListSubscriptionsByTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns'
import { openStore } from '@andon/local-cloud/store.ts'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectTo } from '../../bin/aws.ts'
import { typed } from '../bin/typed-command.ts'
import config from '../fixtures/andon.config.ts'
import { type Andon, startAndon } from './andon.ts'
import { deploymentOf } from './next-deployment.ts'

let andon: Andon
afterEach(() => andon.stop())

/** The team of checkout is called shop now, its alarms are named anew, and nobody trusts the playbook any more. */
const {
  lines: { checkout, search, platform },
} = config
const next = {
  ...config,
  lines: {
    shop: { ...checkout, was: 'checkout', alarms: { alarmName: [{ prefix: 'shop-' }] }, playbooks: [] },
    search,
    platform,
  },
  lights: { ...config.lights, 'desk-1': { shows: ['shop'] }, wall: { shows: ['shop', 'search'] } },
  cords: { ...config.cords, 'desk-1': { pulls: 'shop' } },
  sources: {},
  playbooks: {},
}

it('keeps all that hangs on a name through a deployment that renames a line and removes a playbook', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'andon-store-')), 'state.sqlite')
  andon = await startAndon({ heals: [], store: openStore(file) })
  const aws = () => connectTo({ laptop: true, endpoint: andon.cloud.endpoint.url })
  const TopicArn = 'arn:aws:sns:eu-central-1:000000000000:andon-line-checkout'
  await aws().topics.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'ada@example.com' }))
  andon.alarm('checkout-5xx', 'ALARM')
  await andon.until(async () => (await andon.incidents())[0]?.waitsUntil !== undefined)
  await andon.pull('desk-1', '{"click":"LONG"}')
  await andon.until(() => andon.shown('desk-1').at(-1) === 'stop')
  await andon.settled()

  const deployment = await deploymentOf(next)
  const check = await typed(['check', '--config', deployment.file], aws())
  expect(check).toMatchObject({ code: 1 })
  expect(check.said).toEqual([
    'LOST  playbook restart-checkout goes while it is at work on 1 incident: people are called to them',
    '      wait until they are resolved, or keep it until then',
    'ok    line checkout is called shop now: 2 open incidents and its topic go with it',
    'ok    alarm checkout-5xx is open on line shop, and stays there until it clears; no line takes its next ALARM',
  ])
  // The whole stack has more to lose: what is open, who has subscribed, and every lamp.
  expect((await typed('check --destroy', aws())).said).toContain(
    'LOST  topic andon-line-checkout goes, and 1 subscription to it',
  )
  await andon.stop()

  andon = await startAndon({ heals: [], store: openStore(file), cdkOut: deployment.cdkOut })
  andon.clock.skip({ minutes: 1 })
  await andon.settled()
  const byState = (await andon.incidents()).map(({ line, state }) => `${line}: ${state}`)
  expect(byState.toSorted()).toEqual(['shop: help', 'shop: stop'])
  const handedOver = (await andon.incidents()).find(({ state }) => state === 'help')
  expect(handedOver?.timeline.at(-1)?.text).toBe(
    'people are called: andon.config.ts no longer has the playbook restart-checkout',
  )
  expect(new Set(andon.shown('desk-1'))).toEqual(new Set(['stop']))
  expect(andon.told('checkout').at(-1)).toBe('Help wanted: Checkout: checkout-5xx')
  const { Subscriptions } = await aws().topics.send(new ListSubscriptionsByTopicCommand({ TopicArn }))
  expect(Subscriptions).toMatchObject([{ Endpoint: 'ada@example.com' }])

  // Who pulls by the old name, or by the same cord, means the same; the alarm's OK is heard, though no line takes it.
  await andon.pull('desk-1', '{"click":"DOUBLE"}')
  andon.pullLine('checkout', { reason: 'the till is on fire' })
  andon.alarm('checkout-5xx', 'OK')
  await andon.settled()
  expect(await andon.incidents()).toMatchObject([
    { line: 'shop', state: 'help', title: 'the till is on fire' },
    { state: 'resolved' },
    { state: 'resolved' },
  ])
  expect(andon.shown('desk-1').at(-1)).toBe('help')
  // The run of the removed playbook has looked, and does nothing more.
  andon.clock.skip({ minutes: 5 })
  await andon.settled()
  expect((await andon.incidents()).find(({ title }) => title === 'checkout-5xx')?.tried).toHaveLength(1)
  expect(andon.cloud.roleCheck.denied()).toEqual([])
  expect(andon.deadLetters()).toEqual([])
})
