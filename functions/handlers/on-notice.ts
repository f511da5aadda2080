import { Logger } from '@aws-lambda-powertools/logger'
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import middy from '@middy/core'
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { $ZodError } from 'zod/v4/core'
import type { DueNotice } from '../domain/notice.ts'
import type { Clock, DeadLetters, DeleteMessages, Postpone } from '../ports.ts'
import { backOff } from '../usecases/back-off.ts'
import type { Pace } from '../usecases/pace.ts'
import { type NoticeEnd, tell, type TellPorts, wasTold } from '../usecases/tell.ts'

export interface OnNoticePorts extends TellPorts {
  readonly clock: Clock
  readonly deadLetters: DeadLetters
  readonly pace: Pace
  /** `undefined` for a message that on-change did not write. */
  readonly toDueNotice: (body: string) => DueNotice | undefined
  readonly deleteMessages: DeleteMessages
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
      const groups = [...Map.groupBy(Records, ({ attributes }) => attributes.MessageGroupId).values()]
      const hasTime = () => context.getRemainingTimeInMillis() > marginInMillis
      let busy = groups.length
      const left = await Promise.all(
        groups.map(async (records) => {
          const again = await oneChannel(ports, records, hasTime)
          busy -= 1
          // The batch ends with its slowest channel. Until then no further notice of this one would come.
          if (busy > 0) await letGo(ports, records.slice(0, records.length - again.length))
          return again
        }),
      )
      return { batchItemFailures: left.flat().map(({ messageId }) => ({ itemIdentifier: messageId })) }
    })

async function letGo(ports: OnNoticePorts, told: readonly SQSRecord[]): Promise<void> {
  try {
    await ports.deleteMessages(told.map(({ receiptHandle }) => receiptHandle))
  } catch (error) {
    logger.warn('told notices could not be deleted: the channel waits for the rest of the batch', { error })
  }
}

/**
 * @returns the records that are to come again: from the first that failed on, for a channel's notices keep their order
 */
async function oneChannel(
  ports: OnNoticePorts,
  records: readonly SQSRecord[],
  hasTime: () => boolean,
): Promise<readonly SQSRecord[]> {
  for (const [nth, record] of records.entries()) {
    const step: NextStep = hasTime() ? await handle(ports, record) : { again: 0 }
    if (step === 'done') continue
    const left = records.slice(nth)
    // All of them: while one message of a group is hidden, the queue delivers none of the group.
    await ports.postpone(
      left.map(({ receiptHandle }) => receiptHandle),
      step.again,
    )
    return left
  }
  return []
}

const told: NoticeEnd = { kind: 'nothing', because: 'already-told' }

type NextStep = 'done' | { readonly again: Seconds }
type Seconds = number

async function handle(ports: OnNoticePorts, record: SQSRecord): Promise<NextStep> {
  const due = ports.toDueNotice(record.body)
  if (due === undefined) return setAside(ports, record, 'not a notice that on-change wrote')
  try {
    const end = (await wasTold(ports, due)) ? told : await ports.pace(due.channel, () => tell(ports, due))
    logger.info('notice', { ...due, end: end.kind, ...('because' in end && { because: end.because }) })
    return await finish(ports, record, end)
  } catch (error) {
    // Its whole channel would wait for what no repetition makes better.
    if (error instanceof $ZodError) return setAside(ports, record, `an item that Andon did not write: ${error.message}`)
    const again = backOff(ports.clock, Number(record.attributes.ApproximateReceiveCount))
    logger.error('notice failed and will come again', { ...due, again, error })
    return { again }
  }
}

async function finish(ports: OnNoticePorts, record: SQSRecord, end: NoticeEnd): Promise<NextStep> {
  switch (end.kind) {
    case 'told':
    case 'nothing':
    case 'gone':
      return 'done'
    case 'refused':
      return setAside(ports, record, end.because)
    case 'later': {
      const again = end.seconds ?? backOff(ports.clock, Number(record.attributes.ApproximateReceiveCount))
      logger.warn('notice postponed', { because: end.because, again })
      return { again }
    }
  }
}

async function setAside(ports: OnNoticePorts, record: SQSRecord, reason: string): Promise<NextStep> {
  logger.error('notice set aside', { reason })
  await ports.deadLetters.setAside(record.body, reason)
  return 'done'
}
