import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import * as z from 'zod/mini'
import type { EnrolmentClaim } from '../domain/enrolment-claim.ts'
import { type EnrolmentClaims, Conflict } from '../ports.ts'
import { claimKey, expires } from './dynamo-keys.ts'
import { instant } from './zod-instant.ts'

/** An expired claim is kept for so long, so that a refusal can say why. */
const daysKept = 30

const claimRecord = z.object({
  light: z.string(),
  endsAt: instant,
  used: z.exactOptional(z.object({ by: z.string(), at: instant })),
}) satisfies z.ZodMiniType<EnrolmentClaim>

export interface KeptClaims extends EnrolmentClaims {
  /** Makes a claim. Rejects with `Conflict` when there is one of this id. */
  give(id: string, claim: EnrolmentClaim): Promise<void>
  /** Revokes a claim; does nothing when it does not exist. */
  forget(id: string): Promise<void>
}

/** The claims in the incident table. */
export function dynamoClaims(client: DynamoDBClient, table: string): KeptClaims {
  const put = async (id: string, claim: EnrolmentClaim, onCondition: string) => {
    const item = { ...claimKey(id), ...claim, expires: expires(claim.endsAt, daysKept) }
    try {
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item: marshall(item, { removeUndefinedValues: true }),
          ConditionExpression: onCondition,
        }),
      )
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException)
        throw new Conflict('somebody else wrote first', { cause: error })
      throw error
    }
  }
  return {
    async find(id) {
      const Key = marshall(claimKey(id))
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }))
      return Item === undefined ? undefined : claimRecord.parse(unmarshall(Item))
    },
    give: (id, claim) => put(id, claim, 'attribute_not_exists(pk)'),
    use: (id, after) => put(id, after, 'attribute_exists(pk) AND attribute_not_exists(used)'),
    async forget(id) {
      await client.send(new DeleteItemCommand({ TableName: table, Key: marshall(claimKey(id)) }))
    },
  }
}
