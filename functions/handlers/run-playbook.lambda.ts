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
import { fromArn } from '../actions/resource.ts'
import { byEveryName, otherNames } from '../domain/line-names.ts'
import type { ReadMuted } from '../ports.ts'
import { maintenanceOf } from '../usecases/maintenance-of.ts'
import { playbookRoles } from '../playbook-roles.ts'
import { runPlaybook } from './run-playbook.ts'

const { lines, playbooks, sources = {} }: AndonConfig = config
const table = fromEnvironment('ANDON_TABLE')
const roles = fromEnvironment('PLAYBOOK_ROLES')
const home = { account: fromArn(roles).account, region: fromEnvironment('AWS_REGION') }
const database = new DynamoDBClient()

export const handler = runPlaybook({
  incidents: dynamoIncidents(database, table),
  hands: dynamoHands(database, table),
  machines: ssmMachines(new SSMClient(patience), Date.now),
  maintenance: maintenanceOf({ lines: byEveryName(lines), muted, home }),
  rulesOf: rulesOf({ lines, playbooks, sources }, home),
  clock: systemClock,
  playbooks,
  otherNames: (line) => otherNames(lines, line),
  actionsOf: stsActions(roles, playbookRoles, home.region, ownActions),
  toRun,
})

/** CloudWatch is asked only of what is open for a while. */
async function muted(alarm: string): ReturnType<ReadMuted> {
  return (await (known ??= cloudwatch()))(alarm)
}
let known: Promise<ReadMuted> | undefined

async function cloudwatch() {
  const [{ cloudwatchMuted }, { CloudWatchClient }] = await Promise.all([
    import('../adapters/cloudwatch-muted.ts'),
    import('@aws-sdk/client-cloudwatch'),
  ])
  return cloudwatchMuted(new CloudWatchClient(patience))
}
