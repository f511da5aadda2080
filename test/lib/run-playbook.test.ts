import example from '../fixtures/andon.config.ts'
import { actions } from '../../functions/config/actions.ts'
import type { AndonConfig, PlaybookConfig } from '../../functions/config/define-andon.ts'
import { find, mayOf, ofType, playbookMay, playbookRole, readable, sorted } from './reading.ts'
import { synthesize } from './synthesized.ts'

const { ecs } = actions
const search = { cluster: 'shop', service: 'search' }
const withPlaybook = (name: string, countermeasures: PlaybookConfig['countermeasures']): AndonConfig => ({
  ...example,
  playbooks: { ...example.playbooks, [name]: { title: 'Restart search', countermeasures } },
})

const config = withPlaybook('restart-search', [{ do: ecs.redeploy(search), wait: { days: 2 } }])
const template = synthesize({ config, reservedConcurrency: 7, stage: 'trial' })
const runner = find(template, 'AWS::Lambda::Function', 'FunctionName', 'andon-run-playbook').Properties

it('gives a further playbook the calls of its own actions only, and lets it read tags', () => {
  expect(playbookMay(template, 'restart-search')).toEqual([
    'ecs:DescribeServices on ecs service/shop/search',
    'ecs:ListServiceDeployments on ecs service/shop/search',
    'ecs:UpdateService on ecs service/shop/search',
    'tag:GetResources on *',
  ])
  expect(playbookMay(template, 'restart-checkout').filter((each) => each.includes('search'))).toEqual([])
})

it('takes one more resource for a further playbook, and no more rights for any function', () => {
  const one = synthesize({ reservedConcurrency: 7, stage: 'trial' })
  expect(Object.keys(template.Resources)).toHaveLength(Object.keys(one.Resources).length + 1)
  for (const name of ['andon-run-playbook', 'andon-on-change']) expect(mayOf(template, name)).toEqual(mayOf(one, name))
})

describe('a playbook’s role', () => {
  const role = (playbook: Parameters<typeof withPlaybook>[1]) =>
    playbookRole(synthesize({ config: withPlaybook('restart-search', playbook) }), 'restart-search')
  const [id, { Properties, DeletionPolicy }] = playbookRole(template, 'restart-search')

  it('stays when a deployment replaces it, for the runs that began with it', () => {
    expect(DeletionPolicy).toBe('RetainExceptOnCreate')
    expect(template.Resources[id]).toMatchObject({ UpdateReplacePolicy: 'Retain' })
  })

  it('is another as soon as it may do something else, and only then', () => {
    const [alikeId, { Properties: alike }] = role([
      { do: ecs.redeploy(search), wait: { hours: 1 } },
      { do: ecs.redeploy(search), wait: { hours: 1 } },
    ])
    expect([alikeId, alike.RoleName]).toEqual([id, Properties.RoleName])
    const [otherId, { Properties: other }] = role([{ do: ecs.rollBack(search), wait: { hours: 1 } }])
    expect(otherId).not.toBe(id)
    expect(other.RoleName).not.toBe(Properties.RoleName)
  })

  it('is there before a run can begin that needs it', () => {
    const aliases = ofType(template, 'AWS::Lambda::Alias').filter(({ DependsOn = [] }) => DependsOn.includes(id))
    expect(aliases.map(({ Properties }) => JSON.stringify(Properties.FunctionName))).toEqual([
      expect.stringContaining('RunPlaybook'),
    ])
  })
})

it('endures as long as the waits of its longest playbook, five holds of a day, and a day', () => {
  expect(runner.DurableConfig).toEqual({ ExecutionTimeout: 8 * 86_400, RetentionPeriodInDays: 30 })
})

it('keeps the version that a running execution began with, and starts new ones by the alias', () => {
  const versions = ofType(template, 'AWS::Lambda::Version')
  expect(versions.map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(Array(2).fill('RetainExceptOnCreate'))
  expect(ofType(template, 'AWS::Lambda::Alias').map(({ Properties }) => Properties.Name)).toEqual(Array(2).fill('live'))
})

it('is not started again as a whole; what cannot be started is set aside', () => {
  for (const { Properties } of ofType(template, 'AWS::Lambda::EventInvokeConfig')) {
    expect(Properties.MaximumRetryAttempts).toBe(0)
  }
  expect(readable(template, runner.DeadLetterConfig)).toEqual({ TargetArn: 'andon-run-playbook-dead' })
})

it('reserves concurrency for playbooks alone, and when told', () => {
  const reserved = ofType(template, 'AWS::Lambda::Function').flatMap(({ Properties }) =>
    Properties.ReservedConcurrentExecutions === undefined ? [] : [Properties.FunctionName],
  )
  expect(sorted(reserved)).toEqual(['andon-run-playbook'])
  expect(runner.ReservedConcurrentExecutions).toBe(7)
})

it('works without any playbook, light or cord', () => {
  const { lines, channels } = example
  const bare = synthesize({
    config: { lines: { search: lines.search }, platform: 'search', channels, lights: {}, cords: {}, playbooks: {} },
  })
  expect(mayOf(bare, 'andon-on-minute').filter((each) => /^(iot|lambda):/.test(each))).toEqual([])
  expect(mayOf(bare, 'andon-on-change').filter((each) => /^(iot|lambda):/.test(each))).toEqual([
    'lambda:InvokeFunction on lambda function:andon-escalate:live',
    'lambda:InvokeFunction on lambda function:andon-run-playbook:live',
    'lambda:SendDurableExecutionCallbackSuccess on lambda function:andon-run-playbook:*',
  ])
})

it('tags everything with its stage', () => {
  expect(runner.Tags).toEqual([
    { Key: 'app', Value: 'andon' },
    { Key: 'stage', Value: 'trial' },
  ])
})
