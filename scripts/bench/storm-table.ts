import { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { lineKey } from '../../functions/adapters/dynamo-keys.ts'
import { lineRecord } from '../../functions/adapters/dynamo-records.ts'
import { openStates } from '../../functions/domain/incident.ts'

const table = 'andon'

/** How many incidents are open on each line, asked as any program with the AWS SDK would. */
export function openOn(endpoint: string, lines: readonly string[]): () => Promise<Readonly<Record<string, number>>> {
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' }
  const client = new DynamoDBClient({ endpoint, region: 'eu-central-1', credentials })
  const Keys = lines.map((line) => marshall(lineKey(line)))
  return async () => {
    const request = new BatchGetItemCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } })
    const { Responses } = await client.send(request)
    const items = (Responses?.[table] ?? []).map((item) => lineRecord.parse(unmarshall(item)))
    return Object.fromEntries(
      items.map(({ name, open }) => [name, openStates.reduce((sum, state) => sum + open[state].all, 0)]),
    )
  }
}
