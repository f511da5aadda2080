import example from '../fixtures/andon.config.ts'
import { ecs } from '../../functions/actions/ecs.ts'
import type { AndonConfig } from '../../functions/config/define-andon.ts'
import { find, mayOf, ofType, readable, sorted } from './reading.ts'
import { synthesize } from './synthesized.ts'

const config: AndonConfig = {
  ...example,
  playbooks: {
    ...example.playbooks,
    'restart-search': {
      title: 'Restart search',
      countermeasures: [{ do: ecs.redeploy({ cluster: 'shop', service: 'search' }), wait: { days: 2 } }],
    },
  },
}
const template = synthesize({ config, reservedConcurrency: 7, stage: 'trial' })
const playbook = (name: string) =>
  find(template, 'AWS::Lambda::Function', 'FunctionName', `andon-playbook-${name}`).Properties

it('gives a further playbook the calls of its own actions only', () => {
  const ecsCalls = (name: string) => mayOf(template, name).filter((each) => each.startsWith('ecs:'))
  expect(ecsCalls('andon-playbook-restart-search')).toEqual([
    'ecs:DescribeServices on ecs service/shop/search',
    'ecs:UpdateService on ecs service/shop/search',
  ])
  expect(ecsCalls('andon-playbook-restart-checkout').filter((each) => each.includes('search'))).toEqual([])
})

it('lets on-change start each of them by its alias, and tell its runs to go on', () => {
  expect(mayOf(template, 'andon-on-change').filter((each) => each.startsWith('lambda:'))).toEqual([
    'lambda:InvokeFunction on lambda function:andon-escalate:live',
    'lambda:InvokeFunction on lambda function:andon-playbook-restart-checkout:live',
    'lambda:InvokeFunction on lambda function:andon-playbook-restart-search:live',
    'lambda:SendDurableExecutionCallbackSuccess on lambda function:andon-playbook-restart-checkout:*',
    'lambda:SendDurableExecutionCallbackSuccess on lambda function:andon-playbook-restart-search:*',
  ])
})

it('endures as long as its waits, five holds of a day, and a day', () => {
  expect(playbook('restart-checkout').DurableConfig).toEqual({
    ExecutionTimeout: 15 * 60 + 6 * 86_400,
    RetentionPeriodInDays: 30,
  })
  expect(playbook('restart-search').DurableConfig.ExecutionTimeout).toBe(8 * 86_400)
})

it('keeps the version that a running execution began with, and starts new ones by the alias', () => {
  const versions = ofType(template, 'AWS::Lambda::Version')
  expect(versions.map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(Array(3).fill('Retain'))
  expect(ofType(template, 'AWS::Lambda::Alias').map(({ Properties }) => Properties.Name)).toEqual(Array(3).fill('live'))
})

it('is not begun anew as a whole; what cannot be started is set aside', () => {
  for (const { Properties } of ofType(template, 'AWS::Lambda::EventInvokeConfig')) {
    expect(Properties.MaximumRetryAttempts).toBe(0)
  }
  expect(readable(template, playbook('restart-search').DeadLetterConfig)).toEqual({
    TargetArn: 'andon-playbook-restart-search-dead',
  })
})

it('reserves concurrency for playbooks alone, and when told', () => {
  const reserved = ofType(template, 'AWS::Lambda::Function').flatMap(({ Properties }) =>
    Properties.ReservedConcurrentExecutions === undefined ? [] : [Properties.FunctionName],
  )
  expect(sorted(reserved)).toEqual(['andon-playbook-restart-checkout', 'andon-playbook-restart-search'])
  expect(playbook('restart-search').ReservedConcurrentExecutions).toBe(7)
})

it('works without any playbook, light or cord', () => {
  const { lines, channels } = example
  const bare = synthesize({
    config: { lines: { search: lines.search }, platform: 'search', channels, lights: {}, cords: {}, playbooks: {} },
  })
  expect(mayOf(bare, 'andon-on-minute').filter((each) => /^(iot|lambda):/.test(each))).toEqual([])
  expect(mayOf(bare, 'andon-on-change').filter((each) => /^(iot|lambda):/.test(each))).toEqual([
    'lambda:InvokeFunction on lambda function:andon-escalate:live',
  ])
})

it('tags everything with its stage', () => {
  expect(playbook('restart-search').Tags).toEqual([
    { Key: 'app', Value: 'andon' },
    { Key: 'stage', Value: 'trial' },
  ])
})
