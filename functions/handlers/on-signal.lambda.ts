import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SQSClient } from '@aws-sdk/client-sqs'
import config from '../../andon.config.ts'
import { dynamoIncidents } from '../adapters/dynamo-incidents.ts'
import { fromEnvironment } from '../adapters/environment.ts'
import { readMessage } from '../sources/read-message.ts'
import { sqsDeadLetters } from '../adapters/sqs-dead-letters.ts'
import { sqsPostpone } from '../adapters/sqs-postpone.ts'
import { systemClock } from '../adapters/system-clock.ts'
import { placesOf } from '../config/places.ts'
import { onSignal } from './on-signal.ts'

const sqs = new SQSClient()

export const handler = onSignal({
  incidents: dynamoIncidents(new DynamoDBClient(), fromEnvironment('ANDON_TABLE')),
  deadLetters: sqsDeadLetters(sqs, fromEnvironment('DEAD_LETTERS_URL')),
  postpone: sqsPostpone(sqs, fromEnvironment('SIGNALS_URL')),
  clock: systemClock,
  places: placesOf(config, { account: fromEnvironment('ANDON_ACCOUNT'), region: fromEnvironment('AWS_REGION') }),
  readMessage,
})
