import { DeleteItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import * as z from 'zod/mini'
import type { AdmittedDevice } from '../domain/admitted-device.ts'
import type { AdmittedDevices } from '../ports.ts'
import { deviceKey, devicesKey } from './dynamo-keys.ts'
import { queryAll } from './dynamo-query.ts'
import { instant } from './zod-instant.ts'

const deviceRecord = z.object({
  light: z.string(),
  certificate: z.string(),
  at: instant,
  endedAt: z.exactOptional(instant),
}) satisfies z.ZodMiniType<AdmittedDevice>

export interface KeptDevices extends AdmittedDevices {
  /** Those that were let in as this light. */
  of(light: string): Promise<readonly AdmittedDevice[]>
  /** Does nothing when it is not known. */
  forget(device: AdmittedDevice): Promise<void>
}

/** The devices in the incident table. All have one key, so that all can be asked for at once. */
export function dynamoDevices(client: DynamoDBClient, table: string): KeptDevices {
  const beginningWith = async (sk: string) => {
    const found: AdmittedDevice[] = []
    for await (const item of queryAll(client, {
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: marshall({ ':pk': devicesKey, ':sk': sk }),
      ConsistentRead: true,
    }))
      found.push(deviceRecord.parse(unmarshall(item)))
    return found
  }
  return {
    all: () => beginningWith(deviceKey().sk),
    of: (light) => beginningWith(deviceKey(light).sk),
    async update(device) {
      const item = { ...deviceKey(device.light, device.certificate), ...device }
      await client.send(new PutItemCommand({ TableName: table, Item: marshall(item, { removeUndefinedValues: true }) }))
    },
    async forget({ light, certificate }) {
      const Key = marshall(deviceKey(light, certificate))
      await client.send(new DeleteItemCommand({ TableName: table, Key }))
    },
  }
}
