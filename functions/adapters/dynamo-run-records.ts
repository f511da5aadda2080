import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { RunRecord } from '../domain/run-record.ts'
import type { RunRecords } from '../ports.ts'
import { expires, recordOf, runKey } from './dynamo-keys.ts'
import type { LeaveOut } from './dynamo-listings.ts'
import { queryAll } from './dynamo-query.ts'
import { readable, runRecord } from './dynamo-records.ts'

/** Longer than the ladder looks back. */
const daysKept = 100

/** How each playbook's runs came out, in the incident table: one item for each run. */
export function dynamoRunRecords(client: DynamoDBClient, table: string, leaveOut: LeaveOut): RunRecords {
  return {
    async put(run) {
      const { playbook, openedAt, incident, v } = run
      const key = { pk: recordOf(playbook), sk: runKey(openedAt.slice(0, 10), incident, String(run.run)) }
      const item = { ...key, ...run, expires: expires(run.at, daysKept) }
      const put = new PutItemCommand({
        TableName: table,
        Item: marshall(item, { removeUndefinedValues: true }),
        // Changes may be delivered again, and one that was tried later may come after the next one.
        ConditionExpression: 'attribute_not_exists(pk) OR v < :v',
        ExpressionAttributeValues: marshall({ ':v': v }),
      })
      await client.send(put).catch((error: unknown) => {
        if (!(error instanceof Error && error.name === 'ConditionalCheckFailedException')) throw error
      })
    },

    async of(playbook, since) {
      const items = queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND sk >= :since',
        ExpressionAttributeValues: marshall({ ':pk': recordOf(playbook), ':since': runKey(since.slice(0, 10)) }),
      })
      const runs: RunRecord[] = []
      for await (const item of items) {
        runs.push(...readable([item], runRecord, ({ pk, sk }, because) => leaveOut(`${pk?.S} ${sk?.S}`, because)))
      }
      return runs
    },
  }
}
