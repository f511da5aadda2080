import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane'
import config from '../../andon.config.ts'
import { dynamoIncidents } from '../adapters/dynamo-incidents.ts'
import { dynamoListings } from '../adapters/dynamo-listings.ts'
import { fromEnvironment } from '../adapters/environment.ts'
import { iotLamps } from '../adapters/iot-lamps.ts'
import { logLeftOut } from '../adapters/log-left-out.ts'
import { toMinute } from '../adapters/scheduled-minute.ts'
import { systemClock } from '../adapters/system-clock.ts'
import { onMinute } from './on-minute.ts'

const dynamo = new DynamoDBClient()
const table = fromEnvironment('ANDON_TABLE')

export const handler = onMinute({
  incidents: dynamoIncidents(dynamo, table),
  listings: dynamoListings(dynamo, table, logLeftOut('on-minute')),
  lamps: iotLamps(new IoTDataPlaneClient()),
  clock: systemClock,
  platform: config.platform,
  lights: config.lights,
  lines: [...new Set(Object.values(config.lights).flatMap(({ shows }) => shows))],
  toMinute,
})
