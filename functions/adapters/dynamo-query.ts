import { type DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'

/** All that a query finds, page after page: one answer holds at most 1 MB. Whoever stops early reads no further page. */
export async function* queryAll(
  client: DynamoDBClient,
  input: QueryCommandInput,
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  for (let from: QueryCommandInput['ExclusiveStartKey']; ;) {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({ ...input, ...(from !== undefined && { ExclusiveStartKey: from }) }),
    )
    for (const item of Items) yield unmarshall(item)
    if (LastEvaluatedKey === undefined) return
    from = LastEvaluatedKey
  }
}
