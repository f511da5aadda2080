import { Logger } from '@aws-lambda-powertools/logger'
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import middy from '@middy/core'
import type { DynamoDBRecord, DynamoDBStreamEvent, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import type { Entry } from '../domain/incident.ts'
import type { Line } from '../domain/line.ts'
import { keepTrying } from '../usecases/keep-trying.ts'
import { linesNow } from '../usecases/lines-now.ts'
import { type Changes, project, type ProjectPorts } from '../usecases/project.ts'
import type { Projection } from '../usecases/projection.ts'

export interface OnChangePorts extends ProjectPorts {
  readonly toTableChange: (
    record: DynamoDBRecord,
  ) =>
    | { kind: 'line'; before: Line | undefined; after: Line }
    | { kind: 'entry'; entry: Entry }
    | { kind: 'other' }
    | { kind: 'unreadable'; because: string }
  /** `undefined` for a message that on-change did not write. */
  readonly toQueuedProjection: (body: string) => { projection: Projection; tries: number } | undefined
}

type LinesOf = ReturnType<typeof linesNow>

const logger = new Logger({ serviceName: 'on-change' })

/**
 * Changes of the table, from its stream, and projections that failed before, from their queue. What rejects here comes
 * again; repeating is harmless.
 */
export const onChange = (ports: OnChangePorts) => {
  const linesOf = linesNow(ports)
  return middy<DynamoDBStreamEvent | SQSEvent, SQSBatchResponse>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .handler(async ({ Records }) => {
      const changed = Records.flatMap((record) => ('body' in record ? [] : [record]))
      if (changed.length > 0) await passOn(ports, changed, linesOf)
      return retryAll(
        ports,
        Records.flatMap((record) => ('body' in record ? [record] : [])),
        linesOf,
      )
    })
}

async function passOn(ports: OnChangePorts, records: readonly DynamoDBRecord[], linesOf: LinesOf): Promise<void> {
  const { lines, entries, unreadable } = changesIn(ports, records)
  const troubles = await project(ports, { lines, entries }, linesOf)
  for (const { kind, because, projection } of troubles) logTrouble(kind, because, projection)
  for (const { record, because } of unreadable) {
    // It would block everything that comes after it, and trying again would not help.
    logger.error('change set aside', { eventID: record.eventID, reason: because })
    await ports.deadLetters.setAside(JSON.stringify(record), because)
  }
  logger.info('changes projected', { lines: lines.length, entries: entries.length, troubles: troubles.length })
}

interface Unreadable {
  readonly record: DynamoDBRecord
  readonly because: string
}

function changesIn(
  ports: OnChangePorts,
  records: readonly DynamoDBRecord[],
): Changes & { readonly unreadable: readonly Unreadable[] } {
  const lines: Changes['lines'][number][] = []
  const entries: Entry[] = []
  const unreadable: Unreadable[] = []
  for (const record of records) {
    const change = ports.toTableChange(record)
    if (change.kind === 'line') lines.push(change)
    if (change.kind === 'entry') entries.push(change.entry)
    if (change.kind === 'unreadable') unreadable.push({ record, because: change.because })
  }
  return { lines, entries, unreadable }
}

/** Each by itself, so that none waits for another. */
async function retryAll(
  ports: OnChangePorts,
  records: readonly SQSRecord[],
  linesOf: LinesOf,
): Promise<SQSBatchResponse> {
  const done = await Promise.allSettled(records.map((record) => retry(ports, record, linesOf)))
  return {
    batchItemFailures: records.flatMap(({ messageId }, nth) => {
      const outcome = done[nth]
      if (outcome?.status !== 'rejected') return []
      logger.error('projection failed and will come again', { messageId, error: outcome.reason })
      return [{ itemIdentifier: messageId }]
    }),
  }
}

async function retry(ports: OnChangePorts, { body }: SQSRecord, linesOf: LinesOf): Promise<void> {
  const due = ports.toQueuedProjection(body)
  if (due === undefined) return ports.deadLetters.setAside(body, 'not a projection that on-change wrote')
  const tried = await keepTrying(ports, due.projection, due.tries, linesOf(new Map()))
  if (tried.kind === 'made') logger.info('projection made', { projection: due.projection.kind, tries: due.tries })
  else logTrouble(tried.kind, tried.because, due.projection)
}

function logTrouble(outcome: string, because: string, projection: Projection): void {
  logger.error('projection failed', { outcome, because, projection })
}
