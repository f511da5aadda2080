import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { ownActions } from '../../andon.actions.ts'
import config from '../../andon.config.ts'
import { dynamoIncidents } from '../adapters/dynamo-incidents.ts'
import { fromEnvironment, whyNoWayOut } from '../adapters/environment.ts'
import { toRun } from '../adapters/invoked-run.ts'
import { stsActions } from '../adapters/sts-actions.ts'
import { systemClock } from '../adapters/system-clock.ts'
import type { AndonConfig } from '../config/define-andon.ts'
import { otherNames } from '../domain/line-names.ts'
import { playbookRoles } from '../playbook-roles.ts'
import { runPlaybook } from './run-playbook.ts'

const { lines, playbooks }: AndonConfig = config

export const handler = runPlaybook({
  incidents: dynamoIncidents(new DynamoDBClient(), fromEnvironment('ANDON_TABLE')),
  clock: systemClock,
  playbooks,
  otherNames: (line) => otherNames(lines, line),
  actionsOf: stsActions(fromEnvironment('PLAYBOOK_ROLES'), playbookRoles, fromEnvironment('AWS_REGION'), {
    ownServices: ownActions,
    whyNoWayOut: whyNoWayOut(),
  }),
  toRun,
})
