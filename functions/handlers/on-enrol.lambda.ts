import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { dynamoClaims } from '../adapters/dynamo-claims.ts'
import { fromEnvironment } from '../adapters/environment.ts'
import { toClaimRequest } from '../adapters/iot-claim.ts'
import { systemClock } from '../adapters/system-clock.ts'
import { onEnrol } from './on-enrol.ts'

export const handler = onEnrol({
  claims: dynamoClaims(new DynamoDBClient(), fromEnvironment('ANDON_TABLE')),
  clock: systemClock,
  toClaimRequest,
})
