import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { z } from 'zod'
import { entryRecord, incidentRecord } from '../functions/adapters/dynamo-records.ts'
import { instant } from '../functions/domain/instant.ts'
import type { Cloud } from '@andon/local-cloud'
import type { IncidentView } from './laptop.ts'
import { owner } from '@andon/local-cloud/service.ts'

const page = z.object({
  Items: z.array(z.record(z.string(), z.custom<AttributeValue>(Boolean))),
  LastEvaluatedKey: z.unknown().optional(),
})

/** All incidents with their timelines, newest first. The page of a laptop may look at the whole table. */
export async function incidentsIn({ database, lambda, template }: Cloud): Promise<IncidentView[]> {
  const [table] = template.ofType('AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table')
  if (table === undefined) return []
  const items: Record<string, unknown>[] = []
  for (let from: unknown; ;) {
    const input = { TableName: table.ref, ...(from !== undefined && { ExclusiveStartKey: from }) }
    const { Items, LastEvaluatedKey } = page.parse(await database.api.call('Scan', input, owner))
    items.push(...Items.map((item) => unmarshall(item)))
    if (LastEvaluatedKey === undefined) break
    from = LastEvaluatedKey
  }
  // Executions are named for their incident and a number. Of several waits the one that ends first has consequences.
  const byTheirEnd = lambda.waits().sort((a, b) => b.until - a.until)
  const waits = new Map(byTheirEnd.map(({ execution, until }) => [execution.replace(/-\d+$/, ''), instant(until)]))
  return viewsOf(items).map((view) => {
    const waitsUntil = waits.get(view.id)
    return waitsUntil === undefined ? view : { ...view, waitsUntil }
  })
}

function viewsOf(items: readonly Record<string, unknown>[]): IncidentView[] {
  const entries = Map.groupBy(
    items.filter(({ sk }) => String(sk).startsWith('ENTRY#')).map((item) => entryRecord.parse(item)),
    ({ incident }) => incident.id,
  )
  return items
    .filter(({ sk }) => sk === 'INCIDENT')
    .map((item) => incidentRecord.parse(item))
    .sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1))
    .map((incident) => ({
      ...incident,
      timeline: (entries.get(incident.id) ?? [])
        .sort((a, b) => a.incident.version - b.incident.version)
        .map(({ at, kind, text }) => ({ at, kind, text })),
    }))
}
