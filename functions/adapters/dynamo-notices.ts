import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { Notice } from '../domain/notice.ts'
import type { Clock, Notices } from '../ports.ts'
import { daysOfHistory, expires, noticeKey } from './dynamo-keys.ts'
import { noticeRecord, readable } from './dynamo-records.ts'

const posting: Notice = { kind: 'posting' }

export function dynamoNotices(client: DynamoDBClient, table: string, clock: Clock): Notices {
  return {
    async find(about, channel) {
      const Key = marshall(noticeKey(about, channel))
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }))
      if (Item === undefined) return undefined
      // Unreadable: what the channel was told is unknown, so it is looked up in the channel itself.
      const [notice = posting] = readable([Item], noticeRecord, () => undefined)
      return notice
    },
    async save(about, channel, notice) {
      const item = { ...noticeKey(about, channel), ...notice, expires: expires(clock.now(), daysOfHistory) }
      await client.send(new PutItemCommand({ TableName: table, Item: marshall(item) }))
    },
  }
}
