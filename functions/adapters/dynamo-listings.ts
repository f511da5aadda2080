import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { ListedIncident } from '../domain/listed-incident.ts'
import type { Listings } from '../ports.ts'
import { listingIndex, openListing, resolvedListing } from './dynamo-keys.ts'
import { queryAll } from './dynamo-query.ts'
import { listedRecord, readable } from './dynamo-records.ts'

/** Is called with an item that Andon did not write. The item is left out of the list. */
export type LeaveOut = (item: string, because: string) => void

/**
 * What the index lists. It follows the table within a second or so (such an index cannot be read consistently): what
 * rests on a list looks at the incidents themselves before it writes.
 */
export function dynamoListings(client: DynamoDBClient, table: string, leaveOut: LeaveOut): Listings {
  const listed = async (listing: string, newestFirst: boolean, atMost = Infinity) => {
    const found: ListedIncident[] = []
    const query = {
      TableName: table,
      IndexName: listingIndex,
      KeyConditionExpression: 'listedIn = :listing',
      ExpressionAttributeValues: marshall({ ':listing': listing }),
      ScanIndexForward: !newestFirst,
      ...(atMost !== Infinity && { Limit: atMost }),
    }
    for await (const item of queryAll(client, query)) {
      const incident = toListed(item, leaveOut)
      if (incident !== undefined && found.push(incident) >= atMost) break
    }
    return found
  }
  return {
    openOn: (line, atMost) => listed(openListing(line), false, atMost),
    resolvedOn: (day) => listed(resolvedListing(day), true),
  }
}

/** One item of the index, if we wrote it. */
export function toListed(item: Record<string, AttributeValue>, leaveOut: LeaveOut): ListedIncident | undefined {
  const name = `${item['pk']?.S} ${item['sk']?.S}`
  return readable([item], listedRecord, (_, because) => leaveOut(name, because))[0]
}
