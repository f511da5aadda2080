import { PutItemCommand } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import { App, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { dynamoIncidents } from '../../functions/adapters/dynamo-incidents.ts'
import { dynamoListings } from '../../functions/adapters/dynamo-listings.ts'
import { IncidentTable } from '../../lib/constructs/incident-table.ts'
import { MovedClock } from '@andon/local-cloud/clock.ts'
import { createDynamoDb } from '@andon/local-cloud/services/dynamodb/dynamodb.ts'
import { inProcessDynamoDb } from '../../laptop/in-process-dynamodb.ts'
import { account, arnOf, region } from '@andon/local-cloud/arn.ts'
import { openStore } from '@andon/local-cloud/store.ts'

const name = 'andon'

/** The very table that is deployed, on the laptop's DynamoDB, seen through our own adapters. */
export function theTable() {
  const store = openStore(undefined)
  const database = createDynamoDb({ store, clock: new MovedClock() })
  database.createTable(properties, { name, arn: arnOf('dynamodb', `table/${name}`) })
  const client = inProcessDynamoDb(database.api)
  const leftOut: string[] = []
  return {
    incidents: dynamoIncidents(client, name),
    listings: dynamoListings(client, name, (item, because) => void leftOut.push(`${item}: ${because}`)),
    leftOut,
    name,
    database,
    units: () => database.units(),
    /** As somebody's own script would. */
    put: (item: object) => client.send(new PutItemCommand({ TableName: name, Item: marshall(item) })),
    close: () => {
      client.destroy()
      database.close()
      store.close()
    },
  }
}

function propertiesOfTable(): Record<string, unknown> {
  const stack = new Stack(new App({ analyticsReporting: false }), 'Andon', { env: { account, region } })
  new IncidentTable(stack, 'Table')
  const [table] = Object.values(Template.fromStack(stack).findResources('AWS::DynamoDB::GlobalTable'))
  return table?.['Properties']
}
const properties = propertiesOfTable()
