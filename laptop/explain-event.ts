import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { SSMClient } from '@aws-sdk/client-ssm'
import { account, region } from '@andon/local-cloud/arn.ts'
import { callersSession } from '../functions/adapters/callers-session.ts'
import { cloudwatchMuted } from '../functions/adapters/cloudwatch-muted.ts'
import { dynamoHands } from '../functions/adapters/dynamo-hands.ts'
import { dynamoIncidents } from '../functions/adapters/dynamo-incidents.ts'
import { dynamoNotices } from '../functions/adapters/dynamo-notices.ts'
import { ssmMachines } from '../functions/adapters/ssm-machines.ts'
import { taggedProtection } from '../functions/adapters/tagging-protection.ts'
import { systemClock } from '../functions/adapters/system-clock.ts'
import { byEveryName, otherNames } from '../functions/domain/line-names.ts'
import { knownOf } from '../functions/explaining.ts'
import { explainNow } from '../functions/usecases/explain/explain-now.ts'
import { maintenanceOf } from '../functions/usecases/maintenance-of.ts'
import { inWords } from '../functions/usecases/explain/in-words.ts'
import { printable } from '../iot/agent/printable.ts'
import { tableName } from '../lib/names.ts'
import { configFile } from '../lib/read-config.ts'
import { readExplained } from '../lib/read-explained.ts'
import { inProcessDynamoDb } from './in-process-dynamodb.ts'
import type { ExplainedEvent } from './laptop.ts'
import type { LaptopCloud } from './laptop-cloud.ts'

const home = { partition: 'aws', account, region }

/**
 * What would follow from an event on this laptop, by what is open here now, and by a look at the imitated world. The config
 * is read when somebody first asks: whoever edits it starts the laptop anew, as for everything else.
 */
export function explainEvent({
  database,
  endpoint,
}: Pick<LaptopCloud, 'database' | 'endpoint'>): (event: unknown) => Promise<ExplainedEvent> {
  let explained: ReturnType<typeof readExplained> | undefined
  const client = inProcessDynamoDb(database.api)
  const credentials = async () => ({ accessKeyId: 'LAPTOP', secretAccessKey: 'none' })
  const session = callersSession({ credentials, endpoint: endpoint.url, maxAttempts: 1 })(home)
  const alarms = new CloudWatchClient({ region, credentials, endpoint: endpoint.url })
  const parameters = new SSMClient({ region, credentials, endpoint: endpoint.url })
  const ports = {
    incidents: dynamoIncidents(client, tableName),
    hands: dynamoHands(client, tableName),
    notices: dynamoNotices(client, tableName, systemClock),
    clock: systemClock,
  }
  return async (event) => {
    const config = await (explained ??= readExplained(configFile()))
    const explanation = await explainNow(knownOf(config, home), event, {
      ...ports,
      // Asked anew each time: somebody may just have stopped them.
      machines: ssmMachines(parameters, Date.now),
      maintenance: maintenanceOf({ lines: byEveryName(config.config.lines), muted: cloudwatchMuted(alarms), home }),
      protection: taggedProtection(session),
      otherNames: (line) => otherNames(config.config.lines, line),
      look: ({ look }) => look(session),
    })
    return { ...explanation, words: inWords(explanation, printable) }
  }
}
