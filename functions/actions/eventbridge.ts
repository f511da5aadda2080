import {
  DescribeRuleCommand,
  type DescribeRuleCommandOutput,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
} from '@aws-sdk/client-eventbridge'
import * as z from 'zod/mini'
import { clip } from '../domain/clip.ts'
import { fits } from '../domain/from-signal.ts'
import { defineAction } from './action.ts'
import { callsOf } from './api-call.ts'
import { CannotAct } from './failure.ts'
import { inputOf, name } from './input.ts'
import { arn } from './resource.ts'

// Amazon EventBridge. Every export is an action.

const input = inputOf({
  rule: name.check(z.describe('the rule’s name')),
  bus: z.optional(name).check(z.describe('the name of its event bus; without it the default bus')),
})
type Target = z.infer<typeof input>

// ARNs of rules on the default bus go without the bus. A pattern may stand for it, and for others too.
const ruleOf = ({ rule, bus = 'default' }: Target) => [
  ...(fits(bus, 'default') ? [arn('events', `rule/${rule}`)] : []),
  ...(bus === 'default' ? [] : [arn('events', `rule/${bus}/${rule}`)]),
]
const call = callsOf(EventBridgeClient, 'events')
const describeRule = call(DescribeRuleCommand, { on: ruleOf })
const disable = call(DisableRuleCommand, { on: ruleOf })
const enable = call(EnableRuleCommand, { on: ruleOf })

/** What would have matched meanwhile is gone: EventBridge keeps nothing for a disabled rule. */
export const disableRule = defineAction({
  input,
  does: 'disables a rule, so that it starts nothing; events that come meanwhile never reach its targets',
  risk: 'lossy',
  locks: ({ rule, bus = 'default' }) => `eventbridge rule/${bus}/${rule}`,
  wait: { minutes: 5 },
  refuses: [
    'the rule is disabled already',
    'an AWS service manages the rule',
    'the rule matches CloudTrail’s management events too, which enabling it again would not bring back',
  ],
  reads: { describeRule },
  changes: { disable, enable },

  async look(events, target) {
    const rule = await events.describeRule(requestFor(target))
    refuse(target, rule)
    return { schedule: rule.ScheduleExpression ?? null }
  },

  title: (target, seen) =>
    `disable ${ruleInWords(target)}${seen?.schedule ? `, which runs on a schedule: ${clip(seen.schedule, 60)}` : ''}`,

  async act(events, target) {
    const rule = await events.describeRule(requestFor(target))
    if (rule.State !== 'DISABLED') {
      refuse(target, rule)
      await events.disable(requestFor(target))
    }
    return `${ruleInWords(target)} is disabled`
  },

  async undo(events, target) {
    const { State: state } = await events.describeRule(requestFor(target))
    if (state === 'DISABLED') await events.enable(requestFor(target))
    return `${ruleInWords(target)} is enabled again`
  },
})

function refuse(target: Target, { State: state, ManagedBy: manager }: DescribeRuleCommandOutput) {
  const words = ruleInWords(target)
  if (manager !== undefined) throw new CannotAct(`${words} is managed by ${manager}, so it was left alone`)
  if (state === 'DISABLED') throw new CannotAct(`${words} is disabled already`)
  if (state !== 'ENABLED') {
    throw new CannotAct(
      `${words} matches CloudTrail’s management events too (${state}), and enabling it again would not bring that back`,
    )
  }
}

const requestFor = ({ rule, bus }: Target) => ({ Name: rule, ...(bus !== undefined && { EventBusName: bus }) })
const ruleInWords = ({ rule, bus }: Target) => `rule ${rule}${bus === undefined ? '' : ` on event bus ${bus}`}`
