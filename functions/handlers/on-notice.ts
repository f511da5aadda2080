import { Logger } from '@aws-lambda-powertools/logger'
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import middy from '@middy/core'
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { $ZodError } from 'zod/v4/core'
import type { Health } from '../domain/lamp-health.ts'
import type { DueNotice } from '../domain/notice.ts'
import type { DeadLetters, DeleteMessages, Postpone } from '../ports.ts'
import { backOff } from '../usecases/back-off.ts'
import type { HealthPorts } from '../usecases/bring-in-health.ts'
import type { Pace } from '../usecases/pace.ts'
import { type NoticeEnd, tell, type TellPorts, wasTold } from '../usecases/tell.ts'
import { watchChannel } from '../usecases/watch-channel.ts'

export interface OnNoticePorts extends TellPorts, HealthPorts {
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
/** As often as a message comes within four to nine minutes: then people hear that the channel's service is unwell. */
const worthWords = 9
/** As often as a message comes within an hour, if nobody knows whether it will ever be taken. */
const mostDoubtful = 20

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
  let isTold = false
  for (const [nth, record] of records.entries()) {
    const step: NextStep = hasTime() ? await handle(ports, record) : { again: 0 }
    if (step === 'told') isTold = true
    if (typeof step === 'string') continue
    const left = records.slice(nth)
    if (step.trouble !== undefined) await watch(ports, record, { kind: 'unwell', because: step.trouble })
    else if (isTold) await watch(ports, record, { kind: 'well' })
    // All of them: while one message of a group is hidden, the queue delivers none of the group.
    await ports.postpone(
      left.map(({ receiptHandle }) => receiptHandle),
      step.again,
    )
    return left
  }
  const [any] = records
  if (isTold && any !== undefined) await watch(ports, any, { kind: 'well' })
  return []
}

/** What it finds goes out by other ways than the channel: it must not keep the channel waiting. */
async function watch(ports: OnNoticePorts, { attributes }: SQSRecord, health: Health): Promise<void> {
  // Of a FIFO queue every message has a group: the channel.
  const { MessageGroupId: channel = '' } = attributes
  try {
    await watchChannel(ports, channel, health)
  } catch (error) {
    logger.error('nobody could be told how a channel is', { channel, health, error })
  }
}

const told: NoticeEnd = { kind: 'nothing', because: 'already-told' }

/** @property trouble why people must look after the channel */
type NextStep = 'done' | 'told' | { readonly again: Seconds; readonly trouble?: string }
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
    const received = Number(record.attributes.ApproximateReceiveCount)
    const again = backOff(ports.clock, received)
    logger.error('notice failed and will come again', { ...due, again, error })
    return { again, ...(received >= worthWords && { trouble: String(error) }) }
  }
}

async function finish(ports: OnNoticePorts, record: SQSRecord, end: NoticeEnd): Promise<NextStep> {
  const received = Number(record.attributes.ApproximateReceiveCount)
  switch (end.kind) {
    case 'told':
      return 'told'
    case 'nothing':
      return 'done'
    case 'refused':
      return setAside(ports, record, end.because)
    case 'blocked': {
      const again = backOff(ports.clock, received)
      logger.error('channel takes nothing', { because: end.because, again })
      return { again, trouble: end.because }
    }
    case 'later': {
      if (end.doubtful && received >= mostDoubtful) return setAside(ports, record, end.because)
      const again = end.seconds ?? backOff(ports.clock, received)
      logger.warn('notice postponed', { because: end.because, again })
      return { again, ...(received >= worthWords && { trouble: end.because }) }
    }
  }
}

async function setAside(ports: OnNoticePorts, record: SQSRecord, reason: string): Promise<NextStep> {
  logger.error('notice set aside', { reason })
  await ports.deadLetters.setAside(record.body, reason)
  return 'done'
}
