import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import type { Clock, Notices } from '../ports.ts'
import { daysOfHistory, expires, noticeKey } from './dynamo-keys.ts'
import { noticeRecord } from './dynamo-records.ts'

export function dynamoNotices(client: DynamoDBClient, table: string, clock: Clock): Notices {
  return {
    async find(about, channel) {
      const Key = marshall(noticeKey(about, channel))
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }))
      return Item === undefined ? undefined : noticeRecord.parse(unmarshall(Item))
    },
    async save(about, channel, notice) {
      const item = { ...noticeKey(about, channel), ...notice, expires: expires(clock.now(), daysOfHistory) }
      await client.send(new PutItemCommand({ TableName: table, Item: marshall(item) }))
    },
  }
}
