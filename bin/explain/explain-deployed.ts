import type { Session } from '../../functions/actions/api-call.ts'
import { fromArn, type Home } from '../../functions/actions/resource.ts'
import { cloudwatchMuted } from '../../functions/adapters/cloudwatch-muted.ts'
import { dynamoHands } from '../../functions/adapters/dynamo-hands.ts'
import { dynamoIncidents } from '../../functions/adapters/dynamo-incidents.ts'
import { dynamoNotices } from '../../functions/adapters/dynamo-notices.ts'
import { ssmMachines } from '../../functions/adapters/ssm-machines.ts'
import { taggedProtection } from '../../functions/adapters/tagging-protection.ts'
import { byEveryName, otherNames } from '../../functions/domain/line-names.ts'
import { knownOf } from '../../functions/explaining.ts'
import { explainNow } from '../../functions/usecases/explain/explain-now.ts'
import { maintenanceOf } from '../../functions/usecases/maintenance-of.ts'
import type { Explanation } from '../../functions/usecases/explain/explanation.ts'
import { tableName } from '../../lib/names.ts'
import type { ExplainedConfig } from '../../lib/read-explained.ts'
import type { CommandContext } from '../command-context.ts'
import { deploymentOf, outputOf } from '../deployment.ts'

/** By what the deployed table holds, with the caller's own rights. It reads, and writes nothing. */
export async function explainDeployed(
  { aws, stack, clock }: CommandContext,
  explained: ExplainedConfig,
  event: unknown,
): Promise<Explanation> {
  const home = homeOf(outputOf(await deploymentOf(aws, stack), 'AlarmsTopic'))
  const session: Session = aws.sessionIn(home)
  return explainNow(knownOf(explained, home), event, {
    incidents: dynamoIncidents(aws.table, tableName),
    hands: dynamoHands(aws.table, tableName),
    machines: ssmMachines(aws.parameters, () => Date.parse(clock.now())),
    maintenance: maintenanceOf({
      lines: byEveryName(explained.config.lines),
      muted: cloudwatchMuted(aws.alarms),
      home,
    }),
    protection: taggedProtection(session),
    notices: dynamoNotices(aws.table, tableName, clock),
    clock,
    otherNames: (line) => otherNames(explained.config.lines, line),
    look: ({ look }) => look(session),
  })
}

/** The stack's topic is where the stack is. */
function homeOf(arn: string): Home {
  const { partition, account, region } = fromArn(arn)
  return { partition, account, region }
}
