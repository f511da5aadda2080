import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { ownActions } from '../../andon.actions.ts'
import config from '../../andon.config.ts'
import { SSMClient } from '@aws-sdk/client-ssm'
import { dynamoHands } from '../adapters/dynamo-hands.ts'
import { dynamoIncidents } from '../adapters/dynamo-incidents.ts'
import { fromEnvironment } from '../adapters/environment.ts'
import { toRun } from '../adapters/invoked-run.ts'
import { patience } from '../adapters/patience.ts'
import { ssmMachines } from '../adapters/ssm-machines.ts'
import { stsActions } from '../adapters/sts-actions.ts'
import { systemClock } from '../adapters/system-clock.ts'
import type { AndonConfig } from '../config/define-andon.ts'
import { rulesOf } from '../config/rules-of.ts'
import { otherNames } from '../domain/line-names.ts'
import { playbookRoles } from '../playbook-roles.ts'
import { runPlaybook } from './run-playbook.ts'

const { lines, playbooks }: AndonConfig = config
const table = fromEnvironment('ANDON_TABLE')
const database = new DynamoDBClient()

export const handler = runPlaybook({
  incidents: dynamoIncidents(database, table),
  hands: dynamoHands(database, table),
  machines: ssmMachines(new SSMClient(patience), Date.now),
  rulesOf: rulesOf({ lines, playbooks }),
  clock: systemClock,
  playbooks,
  otherNames: (line) => otherNames(lines, line),
  actionsOf: stsActions(fromEnvironment('PLAYBOOK_ROLES'), playbookRoles, fromEnvironment('AWS_REGION'), ownActions),
  toRun,
})
