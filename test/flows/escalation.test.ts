import { readFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { synth } from '../../scripts/synth.ts'
import { type Andon, startAndon } from './andon.ts'

const acknowledged = JSON.parse(readFileSync('functions/sources/pager-answer/examples/acknowledged.json', 'utf8'))
const partnersBus = 'aws.partner/pagerduty.com/acme-andon'

let cdkOut: string
let andon: Andon
beforeAll(async () => {
  const before = process.env['ANDON_CONFIG']
  process.env['ANDON_CONFIG'] = join(import.meta.dirname, '../fixtures/escalation.config.ts')
  cdkOut = join(await mkdtemp(join(tmpdir(), 'andon-escalation-')), 'cdk.out')
  // Of this config, too, test/lib/rules.test.ts asks whether the rules have anything against it.
  await synth({ outdir: cdkOut, quiet: true, checked: false })
  if (before === undefined) delete process.env['ANDON_CONFIG']
  else process.env['ANDON_CONFIG'] = before
}, 300_000)
beforeEach(async () => (andon = await startAndon({ cdkOut })))
afterEach(() => andon.stop())

const pass = async (minutes: number) => {
  andon.clock.skip({ minutes })
  await andon.settled()
}
const timeline = async () => (await andon.incidents())[0]?.timeline.map(({ text }) => text)
/** What PagerDuty heard of each alert, and how it names it. */
const alerts = () => andon.cloud.pager.alerts().map(({ key, heard }) => ({ key, heard }))

it('calls level after level and again, to its end, and the line stops on the way', async () => {
  andon.alarm('checkout-latency', 'ALARM')
  await andon.settled()
  const [incident] = await andon.incidents()
  expect(alerts()).toEqual([{ key: incident?.id, heard: ['trigger'] }])
  expect(andon.cloud.pager.alerts()[0]).toMatchObject({
    summary: 'Help wanted: Checkout: checkout-latency',
    details: { called: 'level 1: pager is called; on call: Ada Lovelace' },
  })
  expect(andon.told('checkout')).toEqual(['Help wanted: Checkout: checkout-latency'])
  expect(andon.told('platform')).toEqual([])

  await pass(5)
  expect(andon.told('platform')).toEqual([
    expect.stringMatching(/^(Help wanted|LINE STOPPED): Checkout: checkout-latency$/),
  ])
  expect(andon.told('checkout')).toHaveLength(2)
  for (const minutes of [10, 10, 10, 10]) await pass(minutes)
  expect(await timeline()).toEqual([
    'people are called',
    'level 1: pager is called; on call: Ada Lovelace',
    expect.stringMatching(
      /^level 2: sns:platform is called; the rota could not be read \(localhost was not asked: on the laptop no request goes out to the internet, [^)]+\)$/,
    ),
    'nobody answered within 5 minutes: the line stops',
    'level 3: sns:checkout is called',
    'level 3: sns:checkout is called again (2 of 3)',
    'level 3: sns:checkout is called again (3 of 3)',
  ])
  expect(andon.told('checkout').slice(2)).toEqual(Array(3).fill('LINE STOPPED: Checkout: checkout-latency'))
  expect(andon.told('platform')).toHaveLength(1)

  andon.alarm('checkout-latency', 'OK')
  await andon.settled()
  expect(alerts()).toEqual([{ key: incident?.id, heard: ['trigger', 'resolve'] }])
  expect(andon.cloud.roleCheck.denied()).toEqual([])
  expect(andon.deadLetters()).toEqual([])
})

it('ends when somebody answers, and PagerDuty hears trigger, acknowledge and resolve by one key', async () => {
  andon.alarm('checkout-latency', 'ALARM')
  await andon.settled()
  const [incident] = await andon.incidents()
  andon.answer(incident?.id, 'ada')
  await andon.settled()
  expect(alerts()).toEqual([{ key: incident?.id, heard: ['trigger', 'acknowledge'] }])
  await pass(30)
  expect(andon.told('platform')).toEqual([])
  expect(andon.shown('desk-1')).not.toContain('stop')
  andon.alarm('checkout-latency', 'OK')
  await andon.settled()
  expect(alerts()).toEqual([{ key: incident?.id, heard: ['trigger', 'acknowledge', 'resolve'] }])
})

it('takes an answer that was given in PagerDuty, and calls it anew for a new call', async () => {
  await andon.pull('desk-1', '{"click":"SINGLE"}')
  await andon.settled()
  const [incident] = await andon.incidents()
  const said = structuredClone(acknowledged)
  said.detail.incident.incident_key = incident?.id
  andon.cloud.eventBridge.put(partnersBus, said)
  await andon.settled()
  expect(await andon.incidents()).toMatchObject([{ acknowledgedBy: 'Ada Lovelace (PagerDuty)' }])
  expect(andon.commands('desk-1').at(-1)).toMatchObject({ acknowledged: true })

  await andon.pull('desk-1', '{"click":"LONG"}')
  await andon.settled()
  // Of an alert that was answered, PagerDuty would call nobody again.
  expect(alerts()).toEqual([
    { key: incident?.id, heard: ['trigger', 'acknowledge', 'resolve'] },
    { key: expect.stringMatching(new RegExp(`^${incident?.id}/\\d+$`)), heard: ['trigger'] },
  ])
  expect(andon.deadLetters()).toEqual([])
})

it('hears nothing of what is not ours, or was done by a program', async () => {
  const foreign = structuredClone(acknowledged)
  foreign.detail.incident.incident_key = '4338c648a3614c0ea46b534344f73b10'
  const program = structuredClone(acknowledged)
  program.detail.log_entries[0].agent.type = 'service_reference'
  for (const said of [foreign, program]) andon.cloud.eventBridge.put(partnersBus, said)
  await andon.settled()
  expect(andon.deadLetters()).toEqual([])
})

it('calls people though nobody has said where the rota is', async () => {
  andon.alarm('search-latency', 'ALARM')
  await andon.settled()
  await pass(5)
  expect(await timeline()).toEqual([
    'people are called',
    expect.stringMatching(
      /^level 1: pager is called; the rota could not be read \(the SSM parameter \/andon\/rota is missing/,
    ),
  ])
  expect(alerts()).toHaveLength(1)
  expect(andon.cloud.roleCheck.denied()).toEqual([])
})

it('loses no call while PagerDuty is away', async () => {
  for (let n = 0; n < 4; n += 1) andon.cloud.pager.failNext(503)
  andon.alarm('checkout-latency', 'ALARM')
  await andon.outlasted()
  expect(alerts()[0]?.heard[0]).toBe('trigger')
})
