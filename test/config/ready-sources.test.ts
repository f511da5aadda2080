import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import example from '../fixtures/andon.config.ts'
import { placesOf } from '../../functions/config/places.ts'
import { sources } from '../../functions/config/sources.ts'
import { ruleOf, type SourceConfig } from '../../functions/config/source-config.ts'
import { compilePattern } from '@andon/event-pattern'
import { place } from '../../functions/domain/place.ts'
import { fromAnyEvent } from '../../functions/sources/configured/parse.ts'
import { at } from '../signals.ts'
import { readyEvents } from './ready-events.ts'

const home = { account: '123456789012', region: 'eu-central-1' }
const ready = Object.entries(sources).map(([name, make]) => ({
  name,
  config: make({ line: 'platform', source: name === 'budget' ? 'budgets' : 'our.jobs' }) as SourceConfig,
}))

/** What an event comes to, with this source alone: `undefined` when its rule does not bring it. */
function becomes(config: SourceConfig, event: unknown) {
  if (!compilePattern(ruleOf(config))(event)) return undefined
  const places = placesOf({ ...example, sources: { ready: config } }, home)
  const [signal, ...others] = place(places, fromAnyEvent(event, at('09:10')))
  expect(others).toEqual([])
  if (signal?.kind !== 'event') throw new Error('it is no event')
  return signal
}
const given = new Map(Object.entries(readyEvents).map(([name, events]) => [name, { clears: [], ...events }]))
const eventsOf = (name: string) => given.get(name) ?? { opens: [], clears: [], others: [] }

describe.each(ready)('$name', ({ name, config }) => {
  const { opens, clears, others } = eventsOf(name)

  it('opens by its event, with a key, a title and a reason that lack nothing', () => {
    expect(opens.length).toBeGreaterThan(0)
    for (const event of opens) {
      const signal = becomes(config, event)
      expect(signal).toMatchObject({ state: 'alarm', line: 'platform' })
      expect(`${signal?.title} ${signal?.reason}`).not.toMatch(/\(no |The event has no/)
      expect(signal?.key).not.toBe('event ready 123456789012 eu-central-1')
    }
  })

  it('closes by its clearing event, under the same key, or by itself', () => {
    expect(clears.length > 0).toBe(config.clears !== undefined)
    const opened = becomes(config, opens[0])
    for (const event of clears) expect(becomes(config, event)).toMatchObject({ state: 'ok', key: opened?.key })
    if (clears.length === 0) {
      expect(opened).toMatchObject({ neverClears: true })
      expect(config.closesAfter).toBeDefined()
    }
  })

  it('leaves alone what is not its business', () => {
    for (const event of others) expect(becomes(config, event)).toBeUndefined()
  })
})

const shared = join(import.meta.dirname, '../../../shared/events')
const go = 'aws__aws-lambda-go/events__testdata__'
const custodian = 'cloud-custodian__cloud-custodian/tests__data__cwe__'
const { guardDuty, health, codeDeploy, launchFailure } = sources
const line = 'platform'

if (!existsSync(shared)) console.info('skipped: real AWS events are not beside this checkout (../shared/events)')
else {
  it.each([
    [`${custodian}ec2-duty-event`, guardDuty({ line, atLeast: 4 }), 'GuardDuty: ', /severity \d/],
    [
      `${custodian}iam-duty-event`,
      guardDuty({ line, atLeast: 5 }),
      'GuardDuty: API GeneratedFindingAPIName was',
      /severity 5/,
    ],
    [
      `${custodian}event-phd-ec2-retire`,
      health({ line, categories: ['scheduledChange'] }),
      'AWS Health: EC2: AWS_EC2_PERSISTENT_INSTANCE_RETIREMENT_SCHEDULED',
      /^EC2 has detected degradation/,
    ],
    [
      `${custodian}event-asg-instance-failed`,
      launchFailure({ line }),
      'Auto Scaling group CustodianTest cannot launch instances',
      /^snapshotId can only be modified/,
    ],
    [
      `${go}autoscaling-event-launch-unsuccessful`,
      launchFailure({ line }),
      'Auto Scaling group my-auto-scaling-group cannot launch instances',
      /^message-text$/,
    ],
  ])('the real event %s opens', (file, config, title, reason) => {
    const signal = becomes(config, JSON.parse(readFileSync(join(shared, `${file}.json`), 'utf8')))
    expect(signal).toMatchObject({ state: 'alarm', reason: expect.stringMatching(reason) })
    expect(signal?.title).toContain(title)
  })

  it.each([
    [`${go}autoscaling-event-launch-successful`, launchFailure({ line }), / my-auto-scaling-group$/],
    [`${go}codedeploy-deployment-event`, codeDeploy({ line }), / "myApplication" "myDeploymentGroup"$/],
  ])('the real event %s ends what is open', (file, config, key) => {
    const signal = becomes(config, JSON.parse(readFileSync(join(shared, `${file}.json`), 'utf8')))
    expect(signal).toMatchObject({ state: 'ok', key: expect.stringMatching(key) })
  })

  it.each([
    [`${custodian}iam-duty-event`, guardDuty({ line })],
    [`${custodian}event-phd-ec2-retire`, health({ line })],
    [`${go}codedeploy-instance-event`, codeDeploy({ line })],
    [`${custodian}event-securityhub-iamkey-finding-action`, sources.securityHub({ line })],
  ])('the real event %s is not its business', (file, config) => {
    expect(becomes(config, JSON.parse(readFileSync(join(shared, `${file}.json`), 'utf8')))).toBeUndefined()
  })
}
