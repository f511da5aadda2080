import {
  CreateEventBusCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
} from '@aws-sdk/client-eventbridge'
import type { Owner, Scenarios } from './scenario.ts'

const rule = { Name: 'nightly-export', EventBusName: 'shop' }
const stateOf = async (as: Owner) => (await as.client(EventBridgeClient).send(new DescribeRuleCommand(rule))).State

export const scenarios: Scenarios = {
  disableRule: {
    async prepare(as) {
      const events = as.client(EventBridgeClient)
      await events.send(new CreateEventBusCommand({ Name: 'shop' }))
      await events.send(new PutRuleCommand({ ...rule, EventPattern: JSON.stringify({ source: ['shop'] }) }))
      return { rule: 'nightly-export', bus: 'shop' }
    },
    acted: async (as) => expect(await stateOf(as)).toBe('DISABLED'),
    undone: async (as) => expect(await stateOf(as)).toBe('ENABLED'),
  },
}
