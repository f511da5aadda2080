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
import type { AndonConfig } from '../config/define-andon.ts'
import { earlierNames, shownByEveryName } from '../domain/line-names.ts'
import { onMinute } from './on-minute.ts'

const dynamo = new DynamoDBClient()
const { lights, lines, platform, playbooks, sources = {} }: AndonConfig = config
const table = fromEnvironment('ANDON_TABLE')

export const handler = onMinute({
  incidents: dynamoIncidents(dynamo, table),
  listings: dynamoListings(dynamo, table, logLeftOut('on-minute')),
  lamps: iotLamps(new IoTDataPlaneClient()),
  clock: systemClock,
  platform,
  lights: shownByEveryName(lights, lines),
  lines: [...new Set(Object.values(lights).flatMap(({ shows }) => shows))],
  names: Object.entries(lines).map(([name, line]) => ({ name, was: earlierNames(line) })),
  playbooks: new Set(Object.keys(playbooks)),
  closing: Object.entries(sources).flatMap(([name, { line, closesAfter }]) =>
    closesAfter === undefined ? [] : [{ name, line, after: closesAfter }],
  ),
  toMinute,
})
