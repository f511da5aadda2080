import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
} from '@aws-sdk/client-sfn'
import { account, type Owner, region, type Scenarios } from './scenario.ts'

const stateMachineArn = `arn:aws:states:${region}:${account}:stateMachine:refund`
const definition = JSON.stringify({ StartAt: 'Done', States: { Done: { Type: 'Succeed' } } })

async function inputs(as: Owner) {
  const states = as.client(SFNClient)
  const { executions = [] } = await states.send(new ListExecutionsCommand({ stateMachineArn }))
  return Promise.all(
    executions.map(
      async ({ executionArn }) => (await states.send(new DescribeExecutionCommand({ executionArn }))).input,
    ),
  )
}

export const scenarios: Scenarios = {
  start: {
    async prepare(as) {
      const roleArn = `arn:aws:iam::${account}:role/refund`
      await as.client(SFNClient).send(new CreateStateMachineCommand({ name: 'refund', definition, roleArn }))
      return { stateMachine: 'refund', input: { orders: ['a', 'b'] } }
    },
    acted: async (as) => expect(await inputs(as)).toEqual(['{"orders":["a","b"]}']),
  },
}
