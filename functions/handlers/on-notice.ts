import { Logger } from '@aws-lambda-powertools/logger'
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import middy from '@middy/core'
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { $ZodError } from 'zod/v4/core'
import type { Clock, DeadLetters, DueNotice, Postpone } from '../ports.ts'
import { backOff } from '../usecases/back-off.ts'
import type { Pace } from '../usecases/pace.ts'
import { isTold, type Outcome, tell, type TellPorts } from '../usecases/tell.ts'

export interface OnNoticePorts extends TellPorts {
  readonly clock: Clock
  readonly deadLetters: DeadLetters
  readonly pace: Pace
  /** `undefined` for a message that is none of ours. */
  readonly toDueNotice: (body: string) => DueNotice | undefined
  readonly postpone: Postpone
}

const logger = new Logger({ serviceName: 'on-notice' })
/** A call takes up to 8 s and a pause 1.2 s: with less than this left, the rest of the batch comes again. */
const marginInMillis = 15_000

/** Notices from the FIFO queue, whose message groups are the channels. */
export const onNotice = (ports: OnNoticePorts) =>
  middy<SQSEvent, SQSBatchResponse>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .handler(async ({ Records }, context) => {
      const byChannel = Map.groupBy(Records, ({ attributes }) => attributes.MessageGroupId)
      const hasTime = () => context.getRemainingTimeInMillis() > marginInMillis
      const left = await Promise.all([...byChannel.values()].map((records) => oneChannel(ports, records, hasTime)))
      return { batchItemFailures: left.flat().map(({ messageId }) => ({ itemIdentifier: messageId })) }
    })

/** @returns the records that are to come again: from the first that failed on, for a channel's notices keep their order */
async function oneChannel(
  ports: OnNoticePorts,
  records: readonly SQSRecord[],
  hasTime: () => boolean,
): Promise<readonly SQSRecord[]> {
  for (const [nth, record] of records.entries()) {
    const done: Done = hasTime() ? await handle(ports, record) : { again: 0 }
    if (done === 'done') continue
    const left = records.slice(nth)
    // All of them, for as long as one of a group is still hidden the queue gives out none of it.
    await ports.postpone(
      left.map(({ receiptHandle }) => receiptHandle),
      done.again,
    )
    return left
  }
  return []
}

const told: Outcome = { kind: 'nothing', because: 'already-told' }

type Done = 'done' | { readonly again: Seconds }
type Seconds = number

async function handle(ports: OnNoticePorts, record: SQSRecord): Promise<Done> {
  const due = ports.toDueNotice(record.body)
  if (due === undefined) return setAside(ports, record, 'not a notice as on-change writes them')
  try {
    const outcome = (await isTold(ports, due)) ? told : await ports.pace(due.channel, () => tell(ports, due))
    logger.info('notice', { ...due, outcome: outcome.kind })
    return await settle(ports, record, outcome)
  } catch (error) {
    // Its whole channel would wait for what no repetition makes better.
    if (error instanceof $ZodError) return setAside(ports, record, `not an item as we write it: ${error.message}`)
    const again = backOff(ports.clock, Number(record.attributes.ApproximateReceiveCount))
    logger.error('notice failed and will come again', { ...due, again, error })
    return { again }
  }
}

async function settle(ports: OnNoticePorts, record: SQSRecord, outcome: Outcome): Promise<Done> {
  switch (outcome.kind) {
    case 'told':
    case 'nothing':
    case 'gone':
      return 'done'
    case 'refused':
      return setAside(ports, record, outcome.because)
    case 'later': {
      const again = outcome.seconds ?? backOff(ports.clock, Number(record.attributes.ApproximateReceiveCount))
      logger.warn('notice postponed', { because: outcome.because, again })
      return { again }
    }
  }
}

async function setAside(ports: OnNoticePorts, record: SQSRecord, reason: string): Promise<Done> {
  logger.error('notice set aside', { reason })
  await ports.deadLetters.setAside(record.body, reason)
  return 'done'
}
