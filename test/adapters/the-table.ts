import { PutItemCommand } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import { dynamoDevices } from '../../functions/adapters/dynamo-devices.ts'
import { dynamoHands } from '../../functions/adapters/dynamo-hands.ts'
import { dynamoIncidents } from '../../functions/adapters/dynamo-incidents.ts'
import { dynamoRunRecords } from '../../functions/adapters/dynamo-run-records.ts'
import { dynamoListings } from '../../functions/adapters/dynamo-listings.ts'
import { MovedClock } from '@andon/local-cloud/clock.ts'
import { createDynamoDb } from '@andon/local-cloud/services/dynamodb/dynamodb.ts'
import { inProcessDynamoDb } from '../../laptop/in-process-dynamodb.ts'
import { arnOf } from '@andon/local-cloud/arn.ts'
import { openStore } from '@andon/local-cloud/store.ts'
import { loadTemplate } from '@andon/local-cloud/template/template.ts'
import { cdkOut } from '../cdk-out.ts'

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
    hands: dynamoHands(client, name),
    records: dynamoRunRecords(client, name, (item, because) => void leftOut.push(`${item}: ${because}`)),
    devices: dynamoDevices(client, name),
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

const [table] = loadTemplate(cdkOut, { endpoint: '' }).ofType('AWS::DynamoDB::GlobalTable')
const properties = table!.properties
