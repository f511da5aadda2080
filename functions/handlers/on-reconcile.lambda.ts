import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SQSClient } from '@aws-sdk/client-sqs'
import config from '../../andon.config.ts'
import { cloudwatchAlarms } from '../adapters/cloudwatch-alarms.ts'
import { dynamoIncidents } from '../adapters/dynamo-incidents.ts'
import { dynamoListings } from '../adapters/dynamo-listings.ts'
import { fromEnvironment } from '../adapters/environment.ts'
import { logLeftOut } from '../adapters/log-left-out.ts'
import { sqsSignals } from '../adapters/sqs-signals.ts'
import { systemClock } from '../adapters/system-clock.ts'
import { placesOf } from '../config/places.ts'
import { messageOf } from '../sources/reconcile/message.ts'
import { fromAlarmSeen } from '../sources/reconcile/parse.ts'
import { onReconcile } from './on-reconcile.ts'

const dynamo = new DynamoDBClient()
const table = fromEnvironment('ANDON_TABLE')

export const handler = onReconcile({
  alarms: cloudwatchAlarms(new CloudWatchClient()),
  incidents: dynamoIncidents(dynamo, table),
  listings: dynamoListings(dynamo, table, logLeftOut('on-reconcile')),
  signals: sqsSignals(new SQSClient(), fromEnvironment('SIGNALS_URL'), systemClock),
  clock: systemClock,
  places: placesOf(config, { account: fromEnvironment('ANDON_ACCOUNT'), region: fromEnvironment('AWS_REGION') }),
  parsed: (seen) => fromAlarmSeen(messageOf(seen)),
})
