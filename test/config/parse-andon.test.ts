import { resolve } from 'node:path'
import example from '../fixtures/andon.config.ts'
import { catalogueOf } from '../../functions/actions/catalogue.ts'
import { actions } from '../../functions/config/actions.ts'
import { parseAndon } from '../../functions/config/parse-andon.ts'
import { readConfig } from '../../lib/read-config.ts'
import { problemsOf } from './problems-of.ts'

const action = actions.ecs.redeploy({ cluster: 'shop', service: 'checkout' })
const catalogue = await catalogueOf()

/** The example, with these parts in place of its own. */
const aConfig = (parts: object = {}) => ({ ...example, ...parts })
const aLine = (parts: object = {}) => ({ title: 'Checkout', alarms: { alarmName: ['a'] }, channels: [], ...parts })
const aPlaybook = (parts: object = {}) => ({
  title: 'P',
  countermeasures: [{ do: action, wait: { minutes: 1 } }],
  ...parts,
})
const withLine = (parts: object) => aConfig({ lines: { ...example.lines, checkout: aLine(parts) } })
const withPlaybook = (parts: object) =>
  aConfig({ playbooks: { ...example.playbooks, 'restart-checkout': aPlaybook(parts) } })

it('takes the example as it is', () => {
  expect(parseAndon(example, catalogue)).toEqual(example)
})

it('takes the config that is shipped, with the actions that go with it', async () => {
  const { default: shipped } = await import('../../andon.config.ts')
  expect((await readConfig(resolve('andon.config.ts'))).config).toEqual(shipped)
})

it('takes channels and playbooks that nobody uses', () => {
  expect(
    problemsOf(aConfig({ channels: { ...example.channels, spare: { kind: 'slack', channel: 'C0123456789' } } })),
  ).toEqual([])
})

it('takes a playbook for alarms of another account and region', () => {
  const from = { account: '222233334444', region: 'us-gov-west-1' }
  expect(problemsOf(withLine({ playbooks: [{ when: { alarmName: ['a'] }, from, run: 'restart-checkout' }] }))).toEqual(
    [],
  )
})

describe('says where, what was found and what is allowed', () => {
  it.each([
    [
      'an account that is a number',
      withLine({
        playbooks: [
          { when: { alarmName: ['a'] }, from: { account: 222233334444, region: 'eu-west-1' }, run: 'restart-checkout' },
        ],
      }),
      'lines.checkout.playbooks[0].from.account: found 222233334444; allowed: some text',
    ],
    [
      'a region that is a city',
      withLine({
        playbooks: [
          { when: { alarmName: ['a'] }, from: { account: '222233334444', region: 'Dublin' }, run: 'restart-checkout' },
        ],
      }),
      'lines.checkout.playbooks[0].from.region: found "Dublin"; allowed: a region, such as "eu-central-1"',
    ],
    [
      'an account without a region',
      withLine({
        playbooks: [{ when: { alarmName: ['a'] }, from: { account: '222233334444' }, run: 'restart-checkout' }],
      }),
      'lines.checkout.playbooks[0].from.region: found nothing; allowed: some text',
    ],
    [
      'an unknown playbook',
      withLine({ playbooks: [{ when: { alarmName: ['a'] }, run: 'restart-chekout' }] }),
      'lines.checkout.playbooks[0].run: found "restart-chekout"; allowed: "restart-checkout"',
    ],
    [
      'an unknown channel',
      withLine({ channels: ['checkuot'] }),
      'lines.checkout.channels[0]: found "checkuot"; allowed: "checkout", "search", "platform"',
    ],
    [
      'a light of an unknown line',
      aConfig({ lights: { wall: { shows: ['search', 'pay'] } } }),
      'lights.wall.shows[1]: found "pay"; allowed: "checkout", "search", "platform"',
    ],
    [
      'a light of no line',
      aConfig({ lights: { wall: { shows: [] } } }),
      'lights.wall.shows: found []; allowed: at least one line',
    ],
    [
      'a cord of an unknown line',
      aConfig({ cords: { 'desk-1': { pulls: 'pay' } } }),
      'cords.desk-1.pulls: found "pay"; allowed: "checkout", "search", "platform"',
    ],
    [
      'a misspelt field',
      withLine({ chanels: ['checkout'] }),
      'lines.checkout.chanels: found an unknown field; allowed: an object with: title, alarms, playbooks, channels, answerWithin, escalation, quiet, maintenance, accounts, regions, machinesPerHour, may, noData, was',
    ],
    ['a missing field', withLine({ title: undefined }), 'lines.checkout.title: found nothing; allowed: some text'],
    [
      'a name that can be no topic level',
      aConfig({ cords: { 'Desk/1': { pulls: 'search' } } }),
      'cords.Desk/1: found "Desk/1"; allowed: a name of lower-case letters, digits and dashes, 32 at most',
    ],
    [
      'a pattern that EventBridge would refuse',
      withLine({ alarms: { alarmName: [{ prefx: 'checkout-' }] } }),
      expect.stringMatching(
        /^lines\.checkout\.alarms: found \{"alarmName":\[\{"prefx":"checkout-"\}\]\}; allowed: an EventBridge event pattern \(.*prefx/,
      ),
    ],
    [
      'a wait that is none',
      withPlaybook({ countermeasures: [{ do: action, wait: { seconds: 0.5 } }] }),
      'playbooks.restart-checkout.countermeasures[0].wait: found {"seconds":0.5}; allowed: between 1 second and 30 days, e.g. { minutes: 5 }',
    ],
    [
      'a wait without end',
      withPlaybook({ countermeasures: [{ do: action, wait: { seconds: 1, days: 30 } }] }),
      'playbooks.restart-checkout.countermeasures[0].wait: found {"seconds":1,"days":30}; allowed: between 1 second and 30 days, e.g. { minutes: 5 }',
    ],
    [
      'an answer nobody has the time to give',
      withLine({ answerWithin: { minutes: 0 } }),
      'lines.checkout.answerWithin: found {"minutes":0}; allowed: between 1 second and 30 days, e.g. { minutes: 5 }',
    ],
    [
      'waits that are longer than an execution may last',
      withPlaybook({ countermeasures: Array(13).fill({ do: action, wait: { days: 29 } }) }),
      expect.stringMatching(
        /^playbooks\.restart-checkout\.countermeasures: .*; allowed: waits, and times to decide, of at most 359 days in total$/,
      ),
    ],
    [
      'a limit that the memory of what machines did never reaches',
      withPlaybook({ actsPerHour: 101 }),
      'playbooks.restart-checkout.actsPerHour: found 101; allowed: at most 100',
    ],
    [
      'a playbook that does nothing',
      withPlaybook({ countermeasures: [] }),
      'playbooks.restart-checkout.countermeasures: found []; allowed: at least one countermeasure',
    ],
    [
      'a channel that Slack does not have',
      aConfig({ channels: { ...example.channels, search: { kind: 'slack', channel: 'Search' } } }),
      'channels.search.channel: found "Search"; allowed: the id of a channel, such as "C0123456789" (in Slack: below the details of the channel)',
    ],
    [
      'a platform that is no line',
      aConfig({ platform: 'plattform' }),
      'platform: found "plattform"; allowed: "checkout", "search", "platform"',
    ],
    [
      'no config at all',
      undefined,
      'the config: found nothing; allowed: an object with: lines, platform, channels, lights, cords, playbooks, alarmsFrom, sources',
    ],
  ])('%s', (_what, config, expected) => {
    expect(problemsOf(config)).toEqual([expected])
  })

  it('one button that is two cords, at both', () => {
    const cords = { a: { pulls: 'search', button: 'G030JF01' }, b: { pulls: 'search', button: 'G030JF01' } }
    expect(problemsOf(aConfig({ cords }))).toEqual([
      'cords.a.button: found "G030JF01"; allowed: a serial number that no other cord has',
      'cords.b.button: found "G030JF01"; allowed: a serial number that no other cord has',
    ])
  })
})

it('needs at least one line', () => {
  expect(problemsOf(aConfig({ lines: {}, lights: {}, cords: {}, sources: {} }))).toEqual([
    'lines: found {}; allowed: at least one line',
    'platform: found "platform"; allowed: nothing yet: the config has no lines',
  ])
})

it('names everything that is wrong at once', () => {
  const config = aConfig({
    lines: { 'Check Out': aLine({ channels: ['nowhere'], titel: 'Checkout' }) },
    platform: 'Check Out',
    lights: { wall: { shows: ['pay'] } },
    cords: {},
    playbooks: { p: aPlaybook({ atMostPerHour: 0 }) },
  })
  expect(() => parseAndon(config, catalogue)).toThrow(
    [
      'andon.config.ts:',
      '  lines.Check Out: found "Check Out"; allowed: a name of lower-case letters, digits and dashes, 32 at most',
      '  lines.Check Out.channels[0]: found "nowhere"; allowed: "checkout", "search", "platform"',
      '  lines.Check Out.titel: found an unknown field; allowed: an object with: title, alarms, playbooks, channels, answerWithin, escalation, quiet, maintenance, accounts, regions, machinesPerHour, may, noData, was',
      '  lights.wall.shows[0]: found "pay"; allowed: "Check Out"',
      '  playbooks.p.atMostPerHour: found 0; allowed: at least 1',
    ].join('\n'),
  )
})
