import { Logger } from '@aws-lambda-powertools/logger'
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import middy from '@middy/core'
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import type { Entry } from '../domain/incident.ts'
import type { Line } from '../domain/line.ts'
import type { DeadLetters } from '../ports.ts'
import { type Changes, project, type ProjectPorts } from '../usecases/project.ts'

export interface OnChangePorts extends ProjectPorts {
  readonly deadLetters: DeadLetters
  readonly toTableChange: (
    record: DynamoDBRecord,
  ) =>
    | { kind: 'line'; before: Line | undefined; after: Line }
    | { kind: 'entry'; entry: Entry }
    | { kind: 'other' }
    | { kind: 'unreadable'; because: string }
}

const logger = new Logger({ serviceName: 'on-change' })

/** Changes of the table. What rejects here makes the stream bring the batch again; no projection minds a repetition. */
export const onChange = (ports: OnChangePorts) =>
  middy<DynamoDBStreamEvent, void>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .handler(async ({ Records }) => {
      const changes = await changesIn(ports, Records)
      await project(ports, changes)
      logger.info('changes projected', { lines: changes.lines.length, entries: changes.entries.length })
    })

async function changesIn(ports: OnChangePorts, records: readonly DynamoDBRecord[]): Promise<Changes> {
  const lines: Changes['lines'][number][] = []
  const entries: Entry[] = []
  for (const record of records) {
    const change = ports.toTableChange(record)
    switch (change.kind) {
      case 'line':
        lines.push(change)
        break
      case 'entry':
        entries.push(change.entry)
        break
      case 'other':
        break
      case 'unreadable':
        // It would hold up all that comes after it, and no repetition makes it better.
        logger.error('change set aside', { eventID: record.eventID, reason: change.because })
        await ports.deadLetters.setAside(JSON.stringify(record), change.because)
    }
  }
  return { lines, entries }
}
