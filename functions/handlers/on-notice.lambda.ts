import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SQSClient } from '@aws-sdk/client-sqs'
import { SSMClient } from '@aws-sdk/client-ssm'
import config from '../../andon.config.ts'
import { dynamoIncidents } from '../adapters/dynamo-incidents.ts'
import { dynamoNotices } from '../adapters/dynamo-notices.ts'
import { toDueNotice } from '../adapters/due-notice.ts'
import { fromEnvironment } from '../adapters/environment.ts'
import { slackChat } from '../adapters/slack-chat.ts'
import { slackClient } from '../adapters/slack-client.ts'
import { sqsDeadLetters } from '../adapters/sqs-dead-letters.ts'
import { sqsPostpone } from '../adapters/sqs-postpone.ts'
import { ssmSecret } from '../adapters/ssm-secret.ts'
import { systemClock } from '../adapters/system-clock.ts'
import type { AndonConfig } from '../config/define-andon.ts'
import { pacer } from '../usecases/pace.ts'
import { onNotice } from './on-notice.ts'

const { channels, lines }: AndonConfig = config
const database = new DynamoDBClient()
const sqs = new SQSClient()
const table = fromEnvironment('ANDON_TABLE')
const token = ssmSecret(new SSMClient(), fromEnvironment('SLACK_TOKEN_PARAMETER'), Date.now)

export const handler = onNotice({
  incidents: dynamoIncidents(database, table),
  notices: dynamoNotices(database, table, systemClock),
  // A laptop has a Slack of its own.
  chat: slackChat(
    slackClient(token, process.env['SLACK_API_URL']),
    Object.fromEntries(Object.entries(channels).map(([name, { channel }]) => [name, channel])),
  ),
  lineTitle: (line) => lines[line]?.title ?? line,
  deadLetters: sqsDeadLetters(sqs, fromEnvironment('DEAD_LETTERS_URL')),
  clock: systemClock,
  pace: pacer(systemClock),
  toDueNotice,
  postpone: sqsPostpone(sqs, fromEnvironment('NOTICES_URL')),
})
