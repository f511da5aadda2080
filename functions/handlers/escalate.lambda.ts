import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import config from '../../andon.config.ts'
import { dynamoIncidents } from '../adapters/dynamo-incidents.ts'
import { fromEnvironment } from '../adapters/environment.ts'
import { httpsText } from '../adapters/https-out.ts'
import { toCall } from '../adapters/invoked-call.ts'
import { patience } from '../adapters/patience.ts'
import { onCallBy } from '../adapters/rota.ts'
import type { ssmSecrets } from '../adapters/ssm-secrets.ts'
import { systemClock } from '../adapters/system-clock.ts'
import type { AndonConfig } from '../config/define-andon.ts'
import { byEveryName } from '../domain/line-names.ts'
import { escalate } from './escalate.ts'

const { lines }: AndonConfig = config
let secrets: Promise<ReturnType<typeof ssmSecrets>> | undefined
/** Bytes: years of shifts. */
const mostOfCalendar = 1_000_000

export const handler = escalate({
  incidents: dynamoIncidents(new DynamoDBClient(), fromEnvironment('ANDON_TABLE')),
  clock: systemClock,
  lines: byEveryName(lines),
  toCall,
  onCall: onCallBy({
    read: httpsText(mostOfCalendar),
    // Only where a rota's address is in a parameter is there anything to read.
    secret: async (secret) => (await (secrets ??= parameters()))(secret),
  }),
})

async function parameters() {
  const [made, { SSMClient }] = await Promise.all([import('../adapters/ssm-secrets.ts'), import('@aws-sdk/client-ssm')])
  return made.ssmSecrets(new SSMClient(patience), Date.now)
}
