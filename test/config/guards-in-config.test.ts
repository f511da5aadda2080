import { rulesOf } from '../../functions/config/rules-of.ts'
import example from '../fixtures/andon.config.ts'
import { home } from '../signals.ts'
import { problemsOf } from './problems-of.ts'

const withLine = (more: object) => ({
  ...example,
  lines: { ...example.lines, checkout: { ...example.lines.checkout, ...more } },
})
const withPlaybook = (more: object) => ({
  ...example,
  playbooks: { 'restart-checkout': { ...example.playbooks['restart-checkout'], ...more } },
})
const startingWith = (text: string) => new RegExp(`^${text.replaceAll(/[.[\]]/g, String.raw`\$&`)}`)
const night = { zone: 'Europe/Berlin', on: ['sun'], from: '22:00', to: '02:00' }

it('takes windows, accounts, regions and a radius', () => {
  expect(problemsOf(withLine({ maintenance: [night], accounts: [home.account], regions: [home.region] }))).toEqual([])
  expect(problemsOf(withPlaybook({ radius: { atMost: 2, percent: 12.5, within: { hours: 2 } } }))).toEqual([])
})

it.each([
  ['maintenance[0].zone', { maintenance: [{ ...night, zone: 'Europe/Bärlin' }] }],
  ['maintenance[0].to', { maintenance: [{ ...night, to: night.from }] }],
  ['maintenance[0].from', { maintenance: [{ ...night, from: '25:00' }] }],
  ['maintenance', { maintenance: [] }],
  ['maintenance', { maintenance: [{ ...night, on: undefined, from: '00:00', to: '24:00' }] }],
  ['accounts[0]', { accounts: ['11112222333'] }],
  ['accounts', { accounts: [] }],
  ['regions[0]', { regions: ['Frankfurt'] }],
])('refuses bad lines at synth, and says where: %s', (field, more) => {
  expect(problemsOf(withLine(JSON.parse(JSON.stringify(more))))).toEqual([
    expect.stringMatching(startingWith(`lines.checkout.${field}: `)),
  ])
})

it('says what never ending windows would do', () => {
  const always = [{ zone: 'UTC', from: '00:00', to: '24:00' }]
  expect(problemsOf(withLine({ maintenance: always }))[0]).toContain('else no machine would ever act')
})

it.each([
  ['radius.atMost', { atMost: 0 }],
  ['radius.atMost', { atMost: 1.5 }],
  ['radius.percent', { percent: 0 }],
  ['radius.percent', { percent: 101 }],
  ['radius.within', { within: { days: 31 } }],
  ['radius', { within: { hours: 1 }, most: 1 }],
])('refuses a bad radius at synth, and says where: %s', (field, radius) => {
  expect(problemsOf(withPlaybook({ radius }))).toEqual([
    expect.stringMatching(startingWith(`playbooks.restart-checkout.${field}`)),
  ])
})

it('refuses choices for alarms of where the line lets no machine act', () => {
  const from = { account: '222222222222', region: 'us-east-1' }
  const playbooks = [{ when: { alarmName: ['checkout-5xx'] }, from, run: 'restart-checkout' }]
  const problems = problemsOf(withLine({ playbooks, accounts: [home.account], regions: ['us-east-1'] }))
  expect(problems).toEqual([
    expect.stringMatching(/^lines\.checkout\.playbooks\[0\]\.from\.account: .*one of the `accounts` of its line/),
  ])
})

it('has one figure count alone where only that is told', () => {
  const radius = (told?: object) =>
    rulesOf(withPlaybook(told ? { radius: told } : {}), home)('restart-checkout', 'checkout').radius
  expect(radius()).toEqual({ atMost: 1, percent: 20, within: 3600 })
  expect(radius({ atMost: 2 })).toEqual({ atMost: 2, percent: 0, within: 3600 })
  expect(radius({ percent: 50, within: { days: 1 } })).toEqual({ atMost: 0, percent: 50, within: 86_400 })
})

it('knows what the line names, and where its choices of the playbook say that alarms may be of', () => {
  const from = { account: '222222222222', region: 'us-east-1' }
  const playbooks = [
    { when: { alarmName: ['checkout-5xx'] }, from, run: 'restart-checkout' },
    { when: { alarmName: ['checkout-5xx'] }, from: home, run: 'another' },
  ]
  const { origins } = rulesOf(withLine({ playbooks, regions: ['us-east-1'] }), home)('restart-checkout', 'checkout')
  expect(origins).toEqual({ regions: ['us-east-1'], home, chosen: [from] })
})
