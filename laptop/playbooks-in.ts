import { dynamoIncidents } from '../functions/adapters/dynamo-incidents.ts'
import { dynamoRunRecords } from '../functions/adapters/dynamo-run-records.ts'
import { systemClock } from '../functions/adapters/system-clock.ts'
import { type PlaybookView, playbookViews } from '../functions/usecases/playbook-views.ts'
import { inProcessDynamoDb } from './in-process-dynamodb.ts'
import type { LaptopCloud } from './laptop-cloud.ts'
import { sayOnce } from './incidents-in.ts'
import { stackMetadataIn } from './stack-metadata.ts'

/** How far each playbook goes by itself, and what its next rung takes, whenever it is called. */
export function playbooksIn({ database, template, log }: LaptopCloud): () => Promise<readonly PlaybookView[]> {
  const [table] = template.ofType('AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table')
  if (table === undefined) return async () => []
  const client = inProcessDynamoDb(database.api)
  const ports = {
    incidents: dynamoIncidents(client, table.ref),
    records: dynamoRunRecords(client, table.ref, sayOnce(log)),
    clock: systemClock,
  }
  const playbooks = Object.entries(stackMetadataIn(template).playbooks)
  const known = playbooks.map(([name, { title, trust }]) => ({ name, title, trust }))
  return () => playbookViews(ports, known)
}
