import type { AndonConfig } from '../../../functions/config/define-andon.ts'
import { explain } from '../../../functions/usecases/explain/explain.ts'
import { type Explanation, isNot, type Meaning, type Part } from '../../../functions/usecases/explain/explanation.ts'
import config from '../../fixtures/andon.config.ts'
import { aPipelineEvent } from '../../an-event.ts'
import { at, home } from '../../signals.ts'
import { aKnown, anAlarmEvent, onlyMeaning } from './a-known.ts'

const known = await aKnown(config)
const said = (event: unknown): Explanation => explain(known, event, { now: at('09:00') })
const whyNot = (part: Part<object>) => (isNot(part) ? part.not : 'it is there')

const withTrust = async (trust: 'observe' | 'suggest' | 'approve' | 'auto') => {
  const playbook = { ...config.playbooks['restart-checkout'], trust }
  const { checkout, ...lines } = config.lines
  const may = { approve: ['iam:arn:aws:iam::*:role/Operators'], run: ['iam:arn:aws:iam::*:role/Operators'] }
  const changed: AndonConfig = {
    ...config,
    lines: { ...lines, checkout: { ...checkout, may } },
    playbooks: { 'restart-checkout': playbook },
  }
  const trusted = await aKnown(changed)
  return onlyMeaning(explain(trusted, anAlarmEvent({ name: 'checkout-5xx' }), { now: at('09:00') }))
}

/** As short as a table can hold it. */
function inShort({ line, change, playbook }: Meaning): string {
  const what = isNot(change) ? `no: ${change.not}` : `${change.kind} ${change.state}`
  return `${line.name}: ${what}; ${isNot(playbook) ? `no: ${playbook.not}` : `${playbook.name} ${playbook.does}`}`
}

it.each([
  [
    'an alarm with a playbook',
    anAlarmEvent({ name: 'checkout-5xx' }),
    'checkout: opened working; restart-checkout runs',
  ],
  [
    'an alarm for which no choice fits',
    anAlarmEvent(),
    'checkout: opened help; no: no playbook of the line checkout is for it (restart-checkout asks for {"alarmName":["checkout-5xx"]})',
  ],
  [
    'an alarm of a line without playbooks',
    anAlarmEvent({ name: 'search-latency' }),
    'search: opened help; no: the line search has no playbook',
  ],
  [
    'an alarm with a playbook, but of another account',
    anAlarmEvent({ name: 'checkout-5xx', account: '111122223333' }),
    'checkout: opened help; no: people are called: Restart checkout is not for alarms of account 111122223333, region eu-central-1',
  ],
  [
    'an alarm that clears',
    anAlarmEvent({ state: 'OK' }),
    'checkout: no: nothing is open that it could end, as far as is known without the table; no: nothing changes',
  ],
  [
    'an alarm without data',
    anAlarmEvent({ state: 'INSUFFICIENT_DATA' }),
    'checkout: no: an alarm without data opens nothing, as far as is known without the table; no: nothing changes',
  ],
  ['an event of a source', aPipelineEvent(), 'checkout: opened help; no: the source pipeline-failed has no playbook'],
  [
    'an answer on the bus',
    {
      source: 'board',
      'detail-type': 'Call Answered',
      id: '1',
      time: '2026-11-21T09:00:00Z',
      ...home,
      detail: { incident: 'checkout-20261121090003-1ozkfaa', by: 'ada', id: '1' },
    },
    'checkout: no: whether checkout-20261121090003-1ozkfaa is open was not asked: needs the table; no: nothing changes',
  ],
])('%s: line, change and playbook, or why not', (_, event, expected) => {
  expect(inShort(onlyMeaning(said(event)))).toBe(expected)
})

it.each([
  [
    'of no source of Andon',
    { ...aPipelineEvent(), source: 'aws.health', 'detail-type': 'AWS Health Event' },
    'no rule asks for "AWS Health Event" from aws.health; add it to andon.config.ts under `sources`',
  ],
  [
    'of a pipeline that no source names',
    aPipelineEvent({ pipeline: 'search-deploy' }),
    'a rule asks for "CodePipeline Pipeline Execution State Change" from aws.codepipeline, but not for this one: ' +
      'andon-source-pipeline-failed asks for [{"detail":{"pipeline":[{"prefix":"checkout-"}]}},',
  ],
  [
    'of one of Andon’s own alarms',
    anAlarmEvent({ name: 'andon-on-signal' }),
    'andon-alarm-changed asks for {"detail":{"alarmName":[{"anything-but":{"prefix":"andon-"}}]}}',
  ],
  [
    'of an alarm that somebody edited',
    {
      ...anAlarmEvent(),
      'detail-type': 'CloudWatch Alarm Configuration Change',
      detail: { alarmName: 'checkout-5xx', operation: 'update' },
    },
    'andon-alarm-changed asks for {"detail":{"operation":[{"exists":false},"delete"]}}',
  ],
  ['without a source', { hello: 'world' }, 'it names no source'],
  ['that is a text', 'hello', 'it names no source'],
])('an event %s: no rule brings it, and so nothing follows', (_, event, because) => {
  const { rule, read, means } = said(event)
  expect(whyNot(rule)).toContain(because)
  expect([read, means]).toEqual([{ not: 'nothing brings it to Andon' }, { not: 'nothing brings it to Andon' }])
})

it('says which of the stack’s rules brings an event', () => {
  expect(said(anAlarmEvent()).rule).toEqual({ name: 'andon-alarm-changed', on: 'default' })
  expect(said(aPipelineEvent()).rule).toEqual({ name: 'andon-source-pipeline-failed', on: 'default' })
})

it('says that an event is malformed, and where', () => {
  const { rule, read, means } = said(anAlarmEvent({ account: 'acme' }))
  expect(isNot(rule)).toBe(false)
  expect(whyNot(read)).toContain('account: not the id of an account')
  expect(means).toEqual(read)
})

it('names the lines and what they ask for, when no line takes an alarm', () => {
  expect(whyNot(said(anAlarmEvent({ name: 'payments-5xx' })).means)).toBe(
    'no line takes the alarm "payments-5xx" (checkout asks for {"alarmName":[{"prefix":"checkout-"}]}; ' +
      'search asks for {"alarmName":[{"prefix":"search-"}]}; platform asks for {"alarmName":[{"prefix":"platform-"}]}), ' +
      'and what is open for it was not asked: needs the table',
  )
})

it('names the role, the calls and what they are on', () => {
  const { playbook, countermeasures } = onlyMeaning(said(anAlarmEvent({ name: 'checkout-5xx' })))
  expect(playbook).toMatchObject({
    role: expect.stringMatching(
      /^arn:aws:iam::000000000000:role\/andon-playbook-restart-checkout-[0-9a-f]{8}-eu-central-1$/,
    ),
  })
  if (isNot(countermeasures)) throw new Error(countermeasures.not)
  expect(countermeasures.map(({ action, title }) => [action, title])).toEqual([
    ['ecs.redeploy', 'redeploy service checkout in cluster shop'],
    ['ecs.rollBack', 'roll back service checkout in cluster shop to its previous task definition'],
  ])
  const service = 'arn:aws:ecs:eu-central-1:000000000000:service/shop/checkout'
  expect(countermeasures[0]?.ready).toMatchObject({
    locks: 'ecs service/shop/checkout',
    risk: 'disruptive',
    wait: 300,
    calls: [
      { operation: 'DescribeServices', permissions: [{ action: 'ecs:DescribeServices', on: [service] }] },
      { operation: 'ListServiceDeployments', permissions: [{ action: 'ecs:ListServiceDeployments', on: [service] }] },
      { operation: 'UpdateService', permissions: [{ action: 'ecs:UpdateService', on: [service] }] },
    ],
    looked: { not: 'not asked: needs a look at AWS' },
  })
})

it.each([
  ['observe', 'help', 'suggests'],
  ['suggest', 'help', 'suggests'],
  ['approve', 'working', 'runs'],
  ['auto', 'working', 'runs'],
] as const)('trust %s: the incident is %s, and the playbook %s', async (trust, state, does) => {
  expect(await withTrust(trust)).toMatchObject({ change: { state }, playbook: { trust, does } })
})

it('asks the guards that need no table, each by its name, and says which do', async () => {
  const { countermeasures } = await withTrust('approve')
  if (isNot(countermeasures)) throw new Error(countermeasures.not)
  const { ready } = countermeasures[0] ?? {}
  if (ready === undefined || isNot(ready) || isNot(ready.guards)) throw new Error('there is none')
  const verdicts = new Map(ready.guards.map(({ guard, ...verdict }) => [guard, verdict]))
  expect([...verdicts.keys()]).toEqual(known.guards.map(({ name }) => name))
  expect(verdicts.get('incident-over')).toEqual({ kind: 'act' })
  expect(verdicts.get('line-stopped')).toEqual({ not: 'not asked: needs the table' })
  expect(verdicts.get('needs-approval')).toEqual({ not: 'not asked: needs the table' })
  expect(ready.together).toEqual({ not: 'not asked: needs the table' })
})

it('asks no guard before a person has started what is only suggested', async () => {
  const { countermeasures } = await withTrust('suggest')
  expect(countermeasures).toMatchObject([
    { ready: { guards: { not: expect.stringContaining('a person starts it') } } },
    { ready: { guards: { not: expect.any(String) } } },
  ])
})

it('says why a countermeasure cannot be done with what the signal gives', async () => {
  const action = {
    action: 'ecs.redeploy',
    with: { cluster: 'shop', service: { fromSignal: 'dimension', name: 'ServiceName', within: ['cart-*'] } },
  } as const
  const asking = await aKnown({
    ...config,
    playbooks: { 'restart-checkout': { title: 'Restart', trust: 'auto', countermeasures: [{ do: action }] } },
  })
  const { countermeasures } = onlyMeaning(explain(asking, anAlarmEvent({ name: 'checkout-5xx' }), { now: at('09:00') }))
  expect(countermeasures).toMatchObject([
    { ready: { not: expect.stringContaining('the signal has no dimension ServiceName') } },
  ])
})

it('is one JSON value, as programs read it', () => {
  const explanation = said(anAlarmEvent({ name: 'checkout-5xx' }))
  expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation)
})
