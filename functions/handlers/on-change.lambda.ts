import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { SQSClient } from '@aws-sdk/client-sqs'
import config from '../../andon.config.ts'
import { isFinal } from '../adapters/aws-fault.ts'
import { toTableChange } from '../adapters/dynamo-changes.ts'
import { dynamoIncidents } from '../adapters/dynamo-incidents.ts'
import { dynamoListings } from '../adapters/dynamo-listings.ts'
import { fromEnvironment } from '../adapters/environment.ts'
import { dynamoRunRecords } from '../adapters/dynamo-run-records.ts'
import { eventBridgeBus } from '../adapters/eventbridge-bus.ts'
import { iotLight } from '../adapters/iot-light.ts'
import { lambdaEscalations } from '../adapters/lambda-escalations.ts'
import { lambdaPlaybooks } from '../adapters/lambda-playbooks.ts'
import { logLeftOut } from '../adapters/log-left-out.ts'
import { patience } from '../adapters/patience.ts'
import { toQueuedProjection } from '../adapters/queued-projection.ts'
import { sqsDeadLetters } from '../adapters/sqs-dead-letters.ts'
import { sqsNotices } from '../adapters/sqs-notices.ts'
import { sqsRetries } from '../adapters/sqs-retries.ts'
import { systemClock } from '../adapters/system-clock.ts'
import { channelsOfLine } from '../channels/line-channels.ts'
import type { AndonConfig } from '../config/define-andon.ts'
import { byEveryName, shownByEveryName } from '../domain/line-names.ts'
import { onChange } from './on-change.ts'

const dynamo = new DynamoDBClient(patience)
const table = fromEnvironment('ANDON_TABLE')
const sqs = new SQSClient(patience)
const lambda = new LambdaClient(patience)
const { lights, lines }: AndonConfig = config
const withAllChannels = Object.fromEntries(
  Object.entries(lines).map(([name, line]) => [name, { ...line, channels: channelsOfLine(name, line) }]),
)

export const handler = onChange({
  incidents: dynamoIncidents(dynamo, table),
  listings: dynamoListings(dynamo, table, logLeftOut('on-change')),
  light: iotLight(new IoTDataPlaneClient(patience)),
  bus: eventBridgeBus(new EventBridgeClient(patience), fromEnvironment('ANDON_BUS'), systemClock),
  playbooks: lambdaPlaybooks(lambda, fromEnvironment('PLAYBOOK_FUNCTION')),
  escalations: lambdaEscalations(lambda, fromEnvironment('ESCALATE_FUNCTION')),
  notices: sqsNotices(sqs, fromEnvironment('NOTICES_URL'), systemClock),
  records: dynamoRunRecords(dynamo, table, logLeftOut('on-change')),
  retries: sqsRetries(sqs, fromEnvironment('RETRIES_URL')),
  deadLetters: sqsDeadLetters(sqs, fromEnvironment('DEAD_LETTERS_URL')),
  clock: systemClock,
  lights: shownByEveryName(lights, lines),
  lines: byEveryName(withAllChannels),
  isFinal,
  toTableChange,
  toQueuedProjection,
})
