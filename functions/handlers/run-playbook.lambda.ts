import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import config from '../../andon.config.ts'
import { dynamoIncidents } from '../adapters/dynamo-incidents.ts'
import { fromEnvironment } from '../adapters/environment.ts'
import { toRun } from '../adapters/invoked-run.ts'
import { stsActions } from '../adapters/sts-actions.ts'
import { systemClock } from '../adapters/system-clock.ts'
import { playbookRoles } from '../playbook-roles.ts'
import { runPlaybook } from './run-playbook.ts'

export const handler = runPlaybook({
  incidents: dynamoIncidents(new DynamoDBClient(), fromEnvironment('ANDON_TABLE')),
  clock: systemClock,
  playbooks: config.playbooks,
  actionsOf: stsActions(fromEnvironment('PLAYBOOK_ROLES'), playbookRoles, fromEnvironment('AWS_REGION')),
  toRun,
})
