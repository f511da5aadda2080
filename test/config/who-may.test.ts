import { rulesOf } from '../../functions/config/rules-of.ts'
import { noSuchLine, whoMay } from '../../functions/config/who-may.ts'
import example from '../fixtures/andon.config.ts'
import { problemsOf } from './problems-of.ts'

const operator = 'arn:aws:sts::123456789012:assumed-role/Operators/ada'
const user = 'arn:aws:iam::123456789012:user/grace'
const linesWith = (may: object) => ({ lines: { checkout: { ...example.lines.checkout, was: 'shop', may } } })
const asks = (may: object, act: Parameters<ReturnType<typeof whoMay>>[0], by: string, line = 'checkout') =>
  whoMay(linesWith(may))(act, line, by)

it('knows a session by its role, and everybody by their ARN', () => {
  const role = { approve: ['iam:arn:aws:iam::*:role/Operators'] }
  expect(asks(role, 'approve', operator)).toBeUndefined()
  expect(asks(role, 'refuse', operator)).toBeUndefined()
  expect(asks({ approve: ['iam:arn:aws:sts::*:assumed-role/Operators/a*'] }, 'approve', operator)).toBeUndefined()
  expect(asks({ run: [`iam:${user}`] }, 'run', user)).toBeUndefined()
  expect(asks({ run: [`iam:${user}`] }, 'undo', user)).toBeUndefined()
})

it.each([
  ['nobody is named', {}, 'approve', operator],
  ['somebody else is named', { approve: ['iam:arn:aws:iam::*:role/Leads'] }, 'approve', operator],
  ['they may do something else', { run: ['iam:arn:aws:iam::*:role/Operators'] }, 'approve', operator],
  ['a role only begins like it', { approve: ['iam:arn:aws:iam::*:role/Oper'] }, 'approve', operator],
  ['a session only bears the name', { approve: ['iam:arn:aws:iam::*:role/ada'] }, 'approve', operator],
] as const)('refuses in words where %s', (_, may, act, by) => {
  expect(asks(may, act, by)).toBe(
    `${by} may not ${act} on checkout: see \`may.approve\` of the line in andon.config.ts`,
  )
})

it('knows a line by its earlier names, and refuses on one that it does not know', () => {
  const role = { approve: ['iam:arn:aws:iam::*:role/Operators'] }
  expect(asks(role, 'approve', operator, 'shop')).toBeUndefined()
  expect(asks(role, 'approve', operator, '__proto__')).toContain('may not approve on __proto__')
})

it('lets whoever IAM lets stop a line, as anyone may pull its cord, until the config names somebody', () => {
  const leads = { stop: ['iam:arn:aws:iam::*:role/Leads'] }
  expect(asks({}, 'stop', user)).toBeUndefined()
  expect(asks({}, 'stop', user, 'other')).toContain('may not stop on other')
  expect(asks(leads, 'stop', operator)).toContain('see `may.stop` of the line')
})

it('lets nobody start a line, until the config names somebody', () => {
  expect(asks({}, 'start', user)).toContain('see `may.start` of the line')
  expect(asks({ stop: [`iam:${user}`] }, 'start', user)).toContain('may not start on checkout')
  expect(asks({ start: [`iam:${user}`] }, 'start', user)).toBeUndefined()
})

it('names the lines that there are, and knows one by its earlier names', () => {
  const unknown = noSuchLine(linesWith({}))
  expect(['checkout', 'shop'].map(unknown)).toEqual([undefined, undefined])
  expect(unknown('chekout')).toBe('there is no line "chekout": checkout')
  expect(unknown('__proto__')).toBe('there is no line "__proto__": checkout')
})

it('lets whoever IAM lets resolve', () => expect(asks({}, 'resolve', user)).toBeUndefined())

it('is checked at synth: a playbook that asks on a line where nobody may answer', () => {
  const playbook = { ...example.playbooks['restart-checkout'], trust: 'approve' as const }
  const config = { ...example, playbooks: { 'restart-checkout': playbook } }
  expect(problemsOf(config)).toEqual([
    'lines.checkout.playbooks[0].run: found "restart-checkout"; allowed: a playbook that does not ask (trust "approve"), or name in lines.checkout.may.approve who may answer',
  ])
  const may = { approve: ['iam:arn:aws:iam::*:role/Operators'] }
  expect(problemsOf({ ...config, lines: { ...config.lines, checkout: { ...config.lines.checkout, may } } })).toEqual([])
})

it('says what is wrong with a person’s name, and with a trust that there is not', () => {
  const { checkout } = example.lines
  const lines = { ...example.lines, checkout: { ...checkout, may: { approve: ['ada'] } } }
  expect(problemsOf({ ...example, lines })).toEqual([
    'lines.checkout.may.approve[0]: found "ada"; allowed: a way and a name, such as "iam:arn:aws:iam::*:role/Operators"',
  ])
  const playbook = { ...example.playbooks['restart-checkout'], trust: 'blind' }
  expect(problemsOf({ ...example, playbooks: { 'restart-checkout': playbook } })).toEqual([
    'playbooks.restart-checkout.trust: found "blind"; allowed: "observe", "suggest", "approve", "auto"',
  ])
})

const home = { account: '111122223333', region: 'eu-central-1' }

it('keeps the limit of a line that was renamed, whatever name an incident knows it by', () => {
  const lines = { checkout: { ...example.lines.checkout, was: 'shop', machinesPerHour: 2 } }
  const rules = rulesOf({ ...example, lines }, home)
  expect(['checkout', 'shop', 'other'].map((line) => rules('restart-checkout', line).linePerHour)).toEqual([2, 2, 20])
})

it('has rails where the config says nothing', () => {
  expect(rulesOf(example, home)('restart-checkout', 'checkout')).toEqual({
    cooldown: 300,
    playbookPerHour: 10,
    linePerHour: 20,
    decideWithin: 900,
    someoneMayApprove: false,
    twoPeople: false,
    radius: { atMost: 1, percent: 20, within: 3600 },
    origins: { home, chosen: [] },
  })
})

it('counts the time to decide of each question in how long a playbook may last', () => {
  const { 'restart-checkout': playbook } = example.playbooks
  const [first] = playbook.countermeasures
  const may = { approve: ['iam:arn:aws:iam::*:role/Operators'] }
  const lines = { ...example.lines, checkout: { ...example.lines.checkout, may } }
  const countermeasures = Array(12).fill({ ...first, wait: { minutes: 1 } })
  const asking = { ...playbook, trust: 'approve', approval: { within: { days: 30 } }, countermeasures }
  expect(problemsOf({ ...example, lines, playbooks: { 'restart-checkout': asking } })).toEqual([
    expect.stringMatching(/^playbooks\.restart-checkout\.countermeasures: .*; allowed: waits, and times to decide, /),
  ])
})
