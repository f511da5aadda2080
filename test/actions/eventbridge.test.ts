import type { DescribeRuleCommandOutput } from '@aws-sdk/client-eventbridge'
import { disableRule } from '../../functions/actions/eventbridge.ts'
import { sessionWith } from './an-imitation.ts'
import { arnTextOf } from './arn-text.ts'
import { itKeepsTheContract } from './contract.ts'

const given = { rule: 'nightly-export', bus: 'shop' }

function aRule(described: Partial<DescribeRuleCommandOutput> = {}) {
  const rule = { Name: 'nightly-export', State: 'ENABLED', ...described }
  const changes: object[] = []
  const imitation = {
    answers: {
      DescribeRule: () => ({ ...rule }),
      DisableRule(request: object) {
        changes.push({ disabled: request })
        rule.State = 'DISABLED'
      },
      EnableRule(request: object) {
        changes.push({ enabled: request })
        rule.State = 'ENABLED'
      },
    },
    state: () => changes,
  }
  return { ...sessionWith(imitation), ...imitation, rule, changes }
}

await itKeepsTheContract('eventbridge', {
  disableRule: {
    given,
    world: aRule,
    refuses: [
      [{ bus: 'shop' }, 'rule'],
      [{ ...given, rule: '*' }, 'rule'],
      [{ ...given, bus: 'shop/other' }, 'bus'],
    ],
    senseless: {
      'the rule is disabled already': {
        world: () => aRule({ State: 'DISABLED' }),
        says: 'rule nightly-export on event bus shop is disabled already',
      },
      'an AWS service manages the rule': {
        world: () => aRule({ ManagedBy: 'states.amazonaws.com' }),
        says: 'rule nightly-export on event bus shop is managed by states.amazonaws.com, so it was left alone',
      },
      'the rule matches CloudTrail’s management events too, which enabling it again would not bring back': {
        world: () => aRule({ State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' }),
        says: /^rule nightly-export on event bus shop matches CloudTrail’s management events too .+ would not bring that back$/,
      },
    },
  },
})

describe('disable rule', () => {
  it('disables the rule on its bus, and enables it again', async () => {
    const action = disableRule.on(given)
    const { session, changes } = aRule()
    const plan = await action.look(session)
    expect(action.title(plan)).toBe('disable rule nightly-export on event bus shop')
    expect(await action.act(session, plan, 'mark')).toBe('rule nightly-export on event bus shop is disabled')
    expect(await action.undo?.(session, plan, 'mark')).toBe('rule nightly-export on event bus shop is enabled again')
    const request = { Name: 'nightly-export', EventBusName: 'shop' }
    expect(changes).toEqual([{ disabled: request }, { enabled: request }])
  })

  it('disables a rule on the default bus, and says when it runs', async () => {
    const action = disableRule.on({ rule: 'nightly-export' })
    const { session, changes } = aRule({ ScheduleExpression: 'rate(5 minutes)' })
    const plan = await action.look(session)
    expect(action.title(plan)).toBe('disable rule nightly-export, which runs on a schedule: rate(5 minutes)')
    await action.act(session, plan, 'mark')
    expect(changes).toEqual([{ disabled: { Name: 'nightly-export' } }])
  })

  it('leaves alone what became somebody else’s meanwhile', async () => {
    const action = disableRule.on(given)
    const { session, changes, rule } = aRule()
    const plan = await action.look(session)
    rule.ManagedBy = 'states.amazonaws.com'
    await expect(action.act(session, plan, 'mark')).rejects.toThrow('is managed by states.amazonaws.com')
    expect(changes).toEqual([])
  })
})

it.each([
  [{ rule: 'nightly-export' }, 'rule/nightly-export'],
  [{ rule: 'nightly-export', bus: 'default' }, 'rule/nightly-export'],
  [given, 'rule/shop/nightly-export'],
])('names the calls that it makes, on the one rule: %j', (input, resource) => {
  const grants = disableRule
    .on(input)
    .calls.flatMap((call) => call.grants.flatMap((grant) => arnTextOf(grant).map((arn) => `${grant.action} ${arn}`)))
  expect(grants).toEqual(
    ['events:DescribeRule', 'events:DisableRule', 'events:EnableRule'].map(
      (action) => `${action} events:::${resource}`,
    ),
  )
})
