import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { SSMClient } from '@aws-sdk/client-ssm'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { Session } from '../../functions/actions/api-call.ts'
import { dynamoHands } from '../../functions/adapters/dynamo-hands.ts'
import { lineKey } from '../../functions/adapters/dynamo-keys.ts'
import { ssmMachines } from '../../functions/adapters/ssm-machines.ts'
import { taggedProtection } from '../../functions/adapters/tagging-protection.ts'
import { askGuards } from '../../functions/usecases/ask-guards.ts'
import { maintenanceOf } from '../../functions/usecases/maintenance-of.ts'
import { takeIn } from '../../functions/usecases/take-in.ts'
import { anAlarm, home, restartCheckout } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'
import { someRules } from '../usecases/hands-in-memory.ts'

/** The real adapters, with whom they ask replaced: each call over the network is noted. */
async function anIncident() {
  const { ports, incidents, line } = aTable()
  await takeIn(ports, anAlarm({ playbook: restartCheckout }))
  const calls: string[] = []
  const answering = (who: string, answer: unknown) => ({
    send: async () => (calls.push(who), answer),
  })
  const item = marshall({ ...lineKey('checkout'), ...line() }, { removeUndefinedValues: true })
  const muted = async () => (calls.push('CloudWatch'), undefined)
  const guarded = {
    ...ports,
    incidents: {
      ...ports.incidents,
      find: async (id: string) => (calls.push('incident'), ports.incidents.find(id)),
      line: async (name: string) => (calls.push('line'), ports.incidents.line(name)),
    },
    hands: dynamoHands(answering('table', { Responses: { andon: [item] } }) as unknown as DynamoDBClient, 'andon'),
    machines: ssmMachines(answering('switch', { Parameters: [] }) as unknown as SSMClient, () => 0),
    maintenance: maintenanceOf({ lines: {}, muted, home }),
    protection: taggedProtection(answering('tags', { ResourceTagMappingList: [] }) as unknown as Session),
  }
  const about = {
    playbook: 'restart-checkout',
    mark: 'm',
    resource: 'service',
    rules: { ...someRules, origins: { home, chosen: [] } },
  }
  const ask = async (more: object = {}) => {
    calls.length = 0
    const { verdict } = await askGuards(guarded, incidents()[0]!, { ...about, ...more })
    return { verdict, calls: calls.toSorted() }
  }
  return ask
}

const seen = {
  plan: { nth: 0, title: 'stop a task', plan: 'p' },
  changes: { arns: ['arn:aws:ecs:eu-central-1:000000000000:service/shop/checkout'] },
  group: { name: 'service', size: 5, members: ['task'] },
}

it('asks all guards of a countermeasure by three reads at most: the table, the switch, the tags', async () => {
  const ask = await anIncident()
  expect(await ask()).toEqual({ verdict: { kind: 'act' }, calls: ['switch', 'table'] })
  // Once it has looked. The switch is believed for half a minute.
  expect(await ask(seen)).toEqual({ verdict: { kind: 'act' }, calls: ['table', 'tags'] })
  expect(await (await anIncident())(seen)).toEqual({ verdict: { kind: 'act' }, calls: ['switch', 'table', 'tags'] })
})
