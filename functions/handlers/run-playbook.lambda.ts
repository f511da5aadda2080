import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { ECSClient } from '@aws-sdk/client-ecs'
import config from '../../andon.config.ts'
import type { AndonConfig } from '../config/define-andon.ts'
import { awsEcs } from '../adapters/aws-ecs.ts'
import { dynamoIncidents } from '../adapters/dynamo-incidents.ts'
import { fromEnvironment } from '../adapters/environment.ts'
import { systemClock } from '../adapters/system-clock.ts'
import { runPlaybook } from './run-playbook.ts'

const { playbooks }: AndonConfig = config
const name = fromEnvironment('PLAYBOOK')
const playbook = playbooks[name]
if (playbook === undefined) throw new Error(`andon.config.ts has no playbook ${name}`)

export const handler = runPlaybook(
  {
    incidents: dynamoIncidents(new DynamoDBClient(), fromEnvironment('ANDON_TABLE')),
    clock: systemClock,
    aws: { ecs: awsEcs(new ECSClient()) },
  },
  playbook,
)
