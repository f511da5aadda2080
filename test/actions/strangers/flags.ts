import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import type { Owner, Scenarios } from './scenario.ts'

const Name = '/flags/new-basket'

async function flagOf(as: Owner) {
  const { Parameter } = await as.client(SSMClient).send(new GetParameterCommand({ Name }))
  return [Parameter?.Value, Parameter?.Type, Parameter?.Version]
}

export const scenarios: Scenarios = {
  turnOff: {
    async prepare(as) {
      await as.client(SSMClient).send(new PutParameterCommand({ Name, Type: 'String', Value: '20 %' }))
      return { flag: 'new-basket' }
    },
    // Once each, though the trial tells it to twice.
    acted: async (as) => expect(await flagOf(as)).toEqual(['off', 'String', 2]),
    undone: async (as) => expect(await flagOf(as)).toEqual(['20 %', 'String', 3]),
  },
}
