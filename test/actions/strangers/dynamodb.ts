import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Owner, Scenarios } from './scenario.ts'

async function units(as: Owner) {
  const { Table } = await as.client(DynamoDBClient).send(new DescribeTableCommand({ TableName: 'carts' }))
  return [Table?.ProvisionedThroughput?.ReadCapacityUnits, Table?.ProvisionedThroughput?.WriteCapacityUnits]
}

export const scenarios: Scenarios = {
  raiseCapacity: {
    async prepare(as) {
      await as.client(DynamoDBClient).send(
        new CreateTableCommand({
          TableName: 'carts',
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          ProvisionedThroughput: { ReadCapacityUnits: 100, WriteCapacityUnits: 40 },
        }),
      )
      return { table: 'carts', byPercent: 50, atMostRead: 400, atMostWrite: 50 }
    },
    acted: async (as) => expect(await units(as)).toEqual([150, 50]),
    undone: async (as) => expect(await units(as)).toEqual([100, 40]),
  },
}
