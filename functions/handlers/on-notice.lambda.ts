import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SQSClient } from '@aws-sdk/client-sqs'
import { SSMClient } from '@aws-sdk/client-ssm'
import config from '../../andon.config.ts'
import { dynamoIncidents } from '../adapters/dynamo-incidents.ts'
import { dynamoNotices } from '../adapters/dynamo-notices.ts'
import { toDueNotice } from '../adapters/due-notice.ts'
import { fromEnvironment } from '../adapters/environment.ts'
import { sqsDeadLetters } from '../adapters/sqs-dead-letters.ts'
import { sqsDelete } from '../adapters/sqs-delete.ts'
import { sqsPostpone } from '../adapters/sqs-postpone.ts'
import { ssmSecrets } from '../adapters/ssm-secrets.ts'
import { systemClock } from '../adapters/system-clock.ts'
import { allChannels, recipientOn } from '../channels/line-channels.ts'
import { openChannels } from '../channels/open-channels.ts'
import { kindOf } from '../channels/registry.ts'
import type { AndonConfig } from '../config/define-andon.ts'
import { byEveryName } from '../domain/line-names.ts'
import { pacer } from '../usecases/pace.ts'
import { onNotice } from './on-notice.ts'
import { own } from '../domain/own.ts'

const { channels: written, lines, platform }: AndonConfig = config
const linesByEveryName = byEveryName(lines)
const channels = allChannels({ channels: written, lines })
const database = new DynamoDBClient()
const sqs = new SQSClient()
const table = fromEnvironment('ANDON_TABLE')
const notices = fromEnvironment('NOTICES_URL')
const lineTopics = fromEnvironment('LINE_TOPICS')

export const handler = onNotice({
  incidents: dynamoIncidents(database, table),
  notices: dynamoNotices(database, table, systemClock),
  sender: openChannels(channels, {
    secret: ssmSecrets(new SSMClient(), Date.now),
    lineTopic: (line) => `${lineTopics}${line}`,
    environment: process.env,
  }),
  line: (name) => own(linesByEveryName, name) ?? { title: name },
  recipient: (line, channel) => recipientOn(linesByEveryName, line, channel),
  deadLetters: sqsDeadLetters(sqs, fromEnvironment('DEAD_LETTERS_URL')),
  clock: systemClock,
  platform,
  pace: pacer(systemClock, (name) => {
    const channel = own(channels, name)
    return channel === undefined ? 0 : kindOf(channel).betweenCalls
  }),
  toDueNotice,
  deleteMessages: sqsDelete(sqs, notices),
  postpone: sqsPostpone(sqs, notices),
})
