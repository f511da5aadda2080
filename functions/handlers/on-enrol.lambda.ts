import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { IoTClient } from '@aws-sdk/client-iot'
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane'
import config from '../../andon.config.ts'
import { dynamoClaims } from '../adapters/dynamo-claims.ts'
import { dynamoDevices } from '../adapters/dynamo-devices.ts'
import { dynamoIncidents } from '../adapters/dynamo-incidents.ts'
import { fromEnvironment } from '../adapters/environment.ts'
import { isFromEventBridge } from '../adapters/eventbridge-event.ts'
import { toClaimRequest } from '../adapters/iot-claim.ts'
import { iotDeviceAccess } from '../adapters/iot-device-access.ts'
import { systemClock } from '../adapters/system-clock.ts'
import { onEnrol } from './on-enrol.ts'

const dynamo = new DynamoDBClient()
const table = fromEnvironment('ANDON_TABLE')
const names = new Set([...Object.keys(config.lights), ...Object.keys(config.cords)])

export const handler = onEnrol({
  claims: dynamoClaims(dynamo, table),
  devices: dynamoDevices(dynamo, table),
  incidents: dynamoIncidents(dynamo, table),
  access: iotDeviceAccess(new IoTClient(), new IoTDataPlaneClient()),
  clock: systemClock,
  platform: config.platform,
  isInConfig: (light) => names.has(light),
  toClaimRequest,
  isFromEventBridge,
})
