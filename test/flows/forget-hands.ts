import { DeleteItemCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
import type { Andon } from './andon.ts'

/**
 * What machines did lately is forgotten, as it would be by the next day: the functions' own clock cannot be skipped, and
 * the stories of a file are at the same things.
 */
export async function forgetHands({ cloud }: Andon): Promise<void> {
  const credentials = { accessKeyId: 'owner', secretAccessKey: 'any' }
  const table = new DynamoDBClient({ endpoint: cloud.endpoint.url, region: 'eu-central-1', credentials })
  const { Items = [] } = await table.send(new ScanCommand({ TableName: 'andon' }))
  for (const { pk, sk } of Items) {
    if (!pk?.S?.startsWith('HANDS-')) continue
    await table.send(new DeleteItemCommand({ TableName: 'andon', Key: { pk, sk: sk! } }))
  }
}
