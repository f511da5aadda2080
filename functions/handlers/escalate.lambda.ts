import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import config from '../../andon.config.ts'
import { dynamoIncidents } from '../adapters/dynamo-incidents.ts'
import { fromEnvironment } from '../adapters/environment.ts'
import { toCall } from '../adapters/invoked-call.ts'
import { systemClock } from '../adapters/system-clock.ts'
import type { AndonConfig } from '../config/define-andon.ts'
import { byEveryName } from '../domain/line-names.ts'
import { escalate } from './escalate.ts'

const { lines }: AndonConfig = config

export const handler = escalate({
  incidents: dynamoIncidents(new DynamoDBClient(), fromEnvironment('ANDON_TABLE')),
  clock: systemClock,
  lines: byEveryName(lines),
  toCall,
})
