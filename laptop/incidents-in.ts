import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { z } from 'zod'
import { entryRecord, incidentRecord, readable } from '../functions/adapters/dynamo-records.ts'
import { instant } from '../functions/domain/instant.ts'
import type { Cloud } from '@andon/local-cloud'
import type { IncidentView } from './laptop.ts'
import { owner } from '@andon/local-cloud/caller.ts'

const page = z.object({
  Items: z.array(z.record(z.string(), z.custom<AttributeValue>(Boolean))),
  LastEvaluatedKey: z.unknown().optional(),
})

type Item = z.infer<typeof page>['Items'][number]

/**
 * All incidents with their timelines, newest first. The page of a laptop may look at the whole table. An item that no
 * code of ours wrote is skipped, and said in the log.
 */
export async function incidentsIn({ database, lambda, template, log }: Cloud): Promise<IncidentView[]> {
  const [table] = template.ofType('AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table')
  if (table === undefined) return []
  const items: Item[] = []
  for (let from: unknown; ;) {
    const input = { TableName: table.ref, ...(from !== undefined && { ExclusiveStartKey: from }) }
    const { Items, LastEvaluatedKey } = page.parse(await database.api.call('Scan', input, owner))
    items.push(...Items)
    if (LastEvaluatedKey === undefined) break
    from = LastEvaluatedKey
  }
  // Executions are named for their incident and a number. Of several waits the one that ends first has consequences.
  const byTheirEnd = lambda.waits().sort((a, b) => b.until - a.until)
  const waits = new Map(byTheirEnd.map(({ execution, until }) => [execution.replace(/-\d+$/, ''), instant(until)]))
  const skip = (item: Item, because: string) => {
    const what = JSON.stringify({ pk: item['pk']?.S, sk: item['sk']?.S })
    if (!skippedOf(template).has(what)) log('incidents', `skipped the item ${what}: ${because}`)
    skippedOf(template).add(what)
  }
  return viewsOf(items, skip).map((view) => {
    const waitsUntil = waits.get(view.id)
    return waitsUntil === undefined ? view : { ...view, waitsUntil }
  })
}

/** What each cloud's log has already said of: the page asks many times a minute. */
const skipped = new WeakMap<object, Set<string>>()
function skippedOf(template: object): Set<string> {
  const items = skipped.get(template) ?? new Set()
  skipped.set(template, items)
  return items
}

function viewsOf(items: readonly Item[], skip: (item: Item, because: string) => void): IncidentView[] {
  const ofKind = (isIt: (sk: string) => boolean) => items.filter(({ sk }) => sk?.S !== undefined && isIt(sk.S))
  const all = readable(
    ofKind((sk) => sk.startsWith('ENTRY#')),
    entryRecord,
    skip,
  )
  const entries = Map.groupBy(all, ({ incident }) => incident.id)
  return readable(
    ofKind((sk) => sk === 'INCIDENT'),
    incidentRecord,
    skip,
  )
    .sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1))
    .map((incident) => ({
      ...incident,
      timeline: (entries.get(incident.id) ?? [])
        .sort((a, b) => a.incident.version - b.incident.version)
        .map(({ at, kind, text }) => ({ at, kind, text })),
    }))
}
