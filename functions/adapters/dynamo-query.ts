import {
  type AttributeValue,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb'

/** All that a query finds, page by page (1 MB at most each). A caller that stops early reads no further page. */
export async function* queryAll(
  client: DynamoDBClient,
  input: QueryCommandInput,
): AsyncGenerator<Record<string, AttributeValue>> {
  for (let from: QueryCommandInput['ExclusiveStartKey']; ;) {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({ ...input, ...(from !== undefined && { ExclusiveStartKey: from }) }),
    )
    yield* Items
    if (LastEvaluatedKey === undefined) return
    from = LastEvaluatedKey
  }
}
