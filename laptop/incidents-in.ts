import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { z } from 'zod'
import { dynamoIncidents } from '../functions/adapters/dynamo-incidents.ts'
import { dynamoListings, type LeaveOut, toListed } from '../functions/adapters/dynamo-listings.ts'
import { listingIndex } from '../functions/adapters/dynamo-keys.ts'
import { isMachines } from '../functions/domain/incident.ts'
import { instant } from '../functions/domain/instant.ts'
import { undoable } from '../functions/domain/undo.ts'
import type { ListedIncident } from '../functions/domain/listed-incident.ts'
import { incidentWithTimeline, type ViewPorts } from '../functions/usecases/views.ts'
import type { Cloud } from '@andon/local-cloud'
import { inProcessDynamoDb } from './in-process-dynamodb.ts'
import type { IncidentView } from './laptop.ts'
import { owner } from '@andon/local-cloud/caller.ts'

/**
 * All incidents with their timelines, newest first, whenever it is called. The page of a laptop may look at the whole
 * index, and does so up to ten times a second: only what has changed since is looked at any further.
 */
export function incidentsIn({ database, lambda, template, log }: Cloud): () => Promise<IncidentView[]> {
  const [table] = template.ofType('AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table')
  if (table === undefined) return async () => []
  const leaveOut = sayOnce(log)
  const client = inProcessDynamoDb(database.api)
  const views = {
    incidents: dynamoIncidents(client, table.ref),
    listings: dynamoListings(client, table.ref, leaveOut),
  }
  let known = new Map<string, IncidentView>()

  return async () => {
    const listed = await allListed(database, table.ref, leaveOut)
    const seen = await Promise.all(
      listed.map(async ({ id, version }) => {
        const before = known.get(id)
        return before?.version === version ? before : look(views, id, leaveOut)
      }),
    )
    const all = seen.filter((view) => view !== undefined)
    known = new Map(all.map((view) => [view.id, view]))
    const waits = waitsOf(lambda)
    return all.map((view) => ({ ...view, ...waits(view) })).sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1))
  }
}

async function look(views: ViewPorts, id: string, leaveOut: LeaveOut): Promise<IncidentView | undefined> {
  try {
    const view = await incidentWithTimeline(views, id)
    const timeline = view?.timeline.map(({ at, kind, text }) => ({ at, kind, text })) ?? []
    if (view === undefined) return undefined
    const { incident, outcome } = view
    // While a machine is at it, nobody can.
    const titles = isMachines(incident) ? [] : undoable(incident).map(({ title }) => title)
    return { ...incident, timeline, undoable: titles, ...(outcome && { outcome }) }
  } catch (error) {
    leaveOut(id, error instanceof Error ? error.message : String(error))
    return undefined
  }
}

const page = z.object({
  Items: z.array(z.record(z.string(), z.custom<AttributeValue>(Boolean))),
  LastEvaluatedKey: z.unknown().optional(),
})

async function allListed(database: Cloud['database'], table: string, leaveOut: LeaveOut): Promise<ListedIncident[]> {
  const found: ListedIncident[] = []
  for (let from: unknown; ;) {
    const input = { TableName: table, IndexName: listingIndex, ...(from !== undefined && { ExclusiveStartKey: from }) }
    const { Items, LastEvaluatedKey } = page.parse(await database.api.call('Scan', input, owner))
    found.push(...Items.flatMap((item) => toListed(item, leaveOut) ?? []))
    if (LastEvaluatedKey === undefined) return found
    from = LastEvaluatedKey
  }
}

/** Whose wait has consequences: a run may sleep on while its incident is resolved, or is in people's hands. */
const waiting: Readonly<Partial<Record<IncidentView['state'], string>>> = {
  working: 'andon-run-playbook',
  help: 'andon-escalate',
}

/**
 * Executions are named for their incident and a number: escalate's is the version that the incident had by the call. Of
 * several waits the one that ends first counts.
 */
function waitsOf(lambda: Cloud['lambda']): (view: IncidentView) => Pick<IncidentView, 'waitsUntil'> {
  const nameOf = (functionName: string | undefined, incident: string) => `${functionName} ${incident}`
  const byTheirEnd = lambda
    .waits()
    // Of an escalation, only the wait after which the line stops.
    .filter(({ functionName, name }) => functionName !== waiting.help || name === 'wait for an answer')
    .sort((a, b) => a.until - b.until)
  const all = Map.groupBy(byTheirEnd, ({ functionName, execution }) =>
    nameOf(functionName, execution.replace(/-\d+$/, '')),
  )
  return ({ id, state, timeline }) => {
    // The run of a call that was answered sleeps on, but stops nothing.
    const answered = state === 'help' ? timeline.findLastIndex(({ kind }) => kind === 'acknowledged') + 1 : 0
    const first = all
      .get(nameOf(waiting[state], id))
      ?.find(({ execution }) => Number(/\d+$/.exec(execution)?.[0]) > answered)
    return first === undefined ? {} : { waitsUntil: instant(first.until) }
  }
}

/** The page looks ten times a second: what is left out each time is said the first time. */
export function sayOnce(log: Cloud['log']): LeaveOut {
  const said = new Set<string>()
  return (item, because) => {
    if (said.has(item)) return
    said.add(item)
    log('incidents', `skipped the item ${item}: ${because}`)
  }
}
