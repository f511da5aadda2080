import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import config from '../../andon.config.ts'
import { dynamoIncidents } from '../adapters/dynamo-incidents.ts'
import { fromEnvironment } from '../adapters/environment.ts'
import { toMinute } from '../adapters/scheduled-minute.ts'
import { systemClock } from '../adapters/system-clock.ts'
import { onMinute } from './on-minute.ts'

export const handler = onMinute({
  incidents: dynamoIncidents(new DynamoDBClient(), fromEnvironment('ANDON_TABLE')),
  clock: systemClock,
  lines: Object.keys(config.lines),
  toMinute,
})
