import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import config from '../fixtures/andon.config.ts'
import type { AndonConfig } from '../../functions/config/define-andon.ts'
import { anAndonWith, anIncident } from './an-andon-with.ts'
import { awsError, clientsFor, type Handlers } from './fake-aws.ts'
import { typed } from './typed-command.ts'

const folder = mkdtempSync(join(tmpdir(), 'andon-check-'))
afterAll(() => rmSync(folder, { recursive: true }))
let files = 0

const { search, checkout, platform } = config.lines
const deployed: AndonConfig = { ...config, sources: {} }

/** What `andon check` says with a config that is this one, but for that; two have subscribed to each topic. */
async function checked(but: Partial<AndonConfig>, { incidents = [anIncident('checkout-1')], more = '' } = {}) {
  const { handlers } = anAndonWith(...incidents)
  const file = join(folder, `${++files}.mjs`)
  writeFileSync(file, `export default ${JSON.stringify({ ...deployed, ...but })}`)
  return typed(`check --config ${file}${more}`, clientsFor({ ...handlers, ...anAws }))
}
const metadata = {
  lines: { checkout, search, platform },
  lights: config.lights,
  cords: config.cords,
  lineTopics: Object.fromEntries(Object.keys(config.lines).map((line) => [line, `andon-line-${line}`])),
}
const LineTopics = 'arn:aws:sns:eu-central-1:000000000000:andon-line-<line>'
const anAws: Handlers = {
  DescribeStacks: () => ({ Stacks: [{ Outputs: [{ OutputKey: 'LineTopics', OutputValue: LineTopics }] }] }),
  GetTemplateSummary: () => ({ Metadata: JSON.stringify({ Andon: metadata }) }),
  ListSubscriptionsByTopic: ({ TopicArn }) => ({
    Subscriptions: TopicArn === LineTopics.replace('<line>', 'checkout') ? [{}, {}] : [],
  }),
}

const without = { search, platform }
const lights = { 'desk-2': { shows: ['search'] }, wall: { shows: ['search'] } }
const cords = { 'desk-2': { pulls: 'search' } }
const removed = { lines: without, lights: { 'desk-1': { shows: ['search'] }, ...lights }, cords }

it('says nothing where no name changes', async () => {
  expect(await checked({})).toMatchObject({ code: 0, said: ['Andon: nothing goes that anything hangs on.'] })
})

it('a line that goes, with what is open on it and who has subscribed to its topic', async () => {
  const { code, said } = await checked(removed)
  expect(code).toBe(1)
  expect(said).toEqual([
    'LOST  line checkout goes, with 1 open incident: no lamp and no list will show them any more',
    "      resolve them first, or, if the line has another name now, write `was: 'checkout'` into that line of andon.config.ts",
    'LOST  topic andon-line-checkout goes, and 2 subscriptions to it',
    "      if its line has another name now, write `was: 'checkout'` into that line of andon.config.ts",
    'ok    cord desk-1 goes: whoever pulls it then calls nobody',
  ])
})

const renamed = (was?: string) => ({
  lines: { shop: { ...checkout, ...(was !== undefined && { was }) }, search, platform },
  lights: { 'desk-1': { shows: ['shop'] }, 'desk-2': { shows: ['search'] }, wall: { shows: ['shop', 'search'] } },
  cords: { ...cords, 'desk-1': { pulls: 'shop' } },
})

it('a line with another name, which keeps everything once it says so', async () => {
  expect((await checked(renamed())).code).toBe(1)
  expect(await checked(renamed('checkout'))).toMatchObject({
    code: 0,
    said: ['ok    line checkout is called shop now: 1 open incident and its topic go with it'],
  })
})

it('a line that goes and on which nothing hangs', async () => {
  const { code, said } = await checked({ lines: { checkout, search }, platform: 'search' })
  expect({ code, said }).toEqual({ code: 0, said: ['ok    line platform goes: nothing is open on it'] })
})

it('a playbook that goes while it is at work', async () => {
  const working = anIncident('checkout-2', { state: 'working', playbook: 'restart-checkout' })
  const but = { lines: { ...deployed.lines, checkout: { ...checkout, playbooks: [] } }, playbooks: {} }
  const { code, said } = await checked(but, { incidents: [working] })
  expect(code).toBe(1)
  expect(said[0]).toBe(
    'LOST  playbook restart-checkout goes while it is at work on 1 incident: people are called to them',
  )
  const help = anIncident('checkout-3', { playbook: 'restart-checkout' })
  expect(await checked(but, { incidents: [help] })).toMatchObject({ code: 0 })
})

it('an alarm that is open, and that its line takes no more', async () => {
  const key = 'alarm arn:aws:cloudwatch:eu-central-1:000000000000:alarm:checkout-5xx'
  const edited = { checkout: { ...checkout, alarms: { alarmName: ['checkout-slow'] } }, search, platform }
  const incidents = [anIncident('checkout-1', { key })]
  expect(await checked({ lines: edited }, { incidents })).toMatchObject({
    code: 0,
    said: [
      'ok    alarm checkout-5xx is open on line checkout, and stays there until it clears; no line takes its next ALARM',
    ],
  })
  const byTag = { ...edited.checkout, alarms: { tags: { team: ['shop'] } } }
  expect((await checked({ lines: { ...edited, checkout: byTag } }, { incidents })).said).toHaveLength(1)
})

it('a light that goes: one with a lamp, and one without', async () => {
  const { handlers, retained } = anAndonWith()
  retained.set('andon/lights/wall/reported', {})
  const file = join(folder, `${++files}.mjs`)
  writeFileSync(
    file,
    `export default ${JSON.stringify({ ...deployed, lights: { 'desk-1': { shows: ['checkout'] } } })}`,
  )
  const { code, said } = await typed(`check --config ${file}`, clientsFor({ ...handlers, ...anAws }))
  expect(code).toBe(1)
  expect(said).toEqual([
    'LOST  light wall goes, and has a lamp: it is told nothing more and will show "unknown"',
    '      take the lamp away, or keep the light in andon.config.ts',
    'ok    light desk-2 goes: no lamp has reported as it',
  ])
})

it('the same for programs', async () => {
  const { said } = await checked(removed, { more: ' --json' })
  expect(JSON.parse(said.join('\n'))).toMatchObject({
    stack: 'Andon',
    deployed: true,
    findings: [
      { kind: 'line', name: 'checkout', lost: true, incidents: ['checkout-1'] },
      { kind: 'topic', name: 'andon-line-checkout', lost: true },
      { kind: 'cord', name: 'desk-1', lost: false },
    ],
  })
})

describe('andon check --destroy', () => {
  const outputs = { LineTopics, AlarmsTopic: LineTopics.replace('line-<line>', 'alarms'), BusName: 'andon' }
  const Outputs = Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue }))
  /** The second page has the rules of others. */
  const ListRules = ({ NextToken }: { NextToken?: string }) =>
    NextToken === undefined
      ? { Rules: [{ Name: 'andon-cord-pulled' }], NextToken: 'more' }
      : { Rules: [{ Name: 'our-dashboard' }] }
  const handlers = { ...anAws, DescribeStacks: () => ({ Stacks: [{ Outputs }] }), ListRules }

  it('says what bars the way, what is lost and what stays', async () => {
    const there = anAndonWith(anIncident('checkout-1'))
    there.retained.set('andon/lights/wall/reported', {})
    const { code, said } = await typed('check --destroy', clientsFor({ ...there.handlers, ...handlers }))
    expect(code).toBe(1)
    expect(said).toEqual([
      'BARS  rule our-dashboard is on the bus andon: EventBridge deletes no bus that has rules',
      '      delete it first: its targets with `aws events remove-targets`, then `aws events delete-rule`',
      'LOST  topic andon-line-checkout goes, and 2 subscriptions to it',
      'LOST  light wall is shut out: its lamp will show "unknown", and must be enrolled anew to come back',
      'ok    line checkout goes: of 1 open incident, kept in the table, nobody is told any more',
    ])
  })

  it('says nothing where nothing hangs on it', async () => {
    const nobody = { ListRules: () => ({}), ListSubscriptionsByTopic: () => ({}) }
    const { code, said } = await typed(
      'check --destroy',
      clientsFor({ ...anAndonWith().handlers, ...handlers, ...nobody }),
    )
    expect({ code, said }).toEqual({ code: 0, said: ['Andon: nothing goes that anything hangs on.'] })
  })
})

describe('when it cannot be told', () => {
  const check = (over: Handlers) =>
    typed('check --config test/fixtures/andon.config.ts', clientsFor({ ...anAndonWith().handlers, ...anAws, ...over }))

  it('refuses a config that is wrong, with everything that is', async () => {
    expect(await checked({ platform: 'nobody' })).toMatchObject({
      code: 1,
      remarked: expect.stringContaining('platform: found "nobody"; allowed: "checkout", "search", "platform"'),
    })
    const { code, said } = await checked({ platform: 'nobody' }, { more: ' --json' })
    expect({ code, ...JSON.parse(said.join('\n')) }).toMatchObject({ code: 1, problems: [expect.any(String)] })
  })

  it('finds nothing to lose where nothing is deployed yet', async () => {
    const DescribeStacks = () => {
      throw awsError('ValidationError', 'Stack with id Andon does not exist')
    }
    expect(await check({ DescribeStacks })).toMatchObject({
      code: 0,
      said: ['There is no stack Andon in this account and region yet: nothing can be lost.'],
    })
  })

  it.each<[string, Handlers, string]>([
    ['it may not look', { Query: () => denied('dynamodb:Query') }, 'Your credentials do not allow dynamodb:Query'],
    ['the stack does not say what it is', { GetTemplateSummary: () => ({}) }, 'was deployed by an older Andon'],
  ])('ends with 2 when %s', async (_, over, words) => {
    expect(await check(over)).toMatchObject({ code: 2, said: [], remarked: expect.stringContaining(words) })
  })
  const denied = (action: string) => {
    throw awsError('AccessDeniedException', `not authorized to perform: ${action}`, 403)
  }
})
