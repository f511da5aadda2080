import { Logger } from '@aws-lambda-powertools/logger'
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import middy from '@middy/core'
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import type { Start } from '../domain/act.ts'
import type { ParsedAlarm, ParsedContributor, ParsedMessage } from '../domain/parsed-message.ts'
import type { Instant } from '../domain/instant.ts'
import { place, type Places, Unusable } from '../domain/place.ts'
import { mostReceptions } from '../domain/receptions.ts'
import type { Incoming, Settled } from '../domain/settle.ts'
import { type Clock, type DeadLetters, type Incidents, type Postpone, TableRefused } from '../ports.ts'
import { backOff } from '../usecases/back-off.ts'
import { type TableUse, countedIncidents } from '../usecases/counted-incidents.ts'
import { isOfAnAlarm, openForAlarmsOfNoLine } from '../usecases/alarms-of-no-line.ts'
import { type TakenIn, takeInAll } from '../usecases/take-in.ts'

export interface OnSignalPorts {
  readonly incidents: Incidents
  readonly clock: Clock
  readonly deadLetters: DeadLetters
  readonly postpone: Postpone
  readonly places: Places
  /** Throws `Unusable` for a message that no repetition will make better. */
  readonly readMessage: (body: string, arrived: Instant) => ParsedMessage
}

const logger = new Logger({ serviceName: 'on-signal' })

/**
 * Signals and acts from the queue, a batch at a time. What fails comes back by itself; what can never be used is set
 * aside with the reason.
 */
export const onSignal = (ports: OnSignalPorts) =>
  middy<SQSEvent, SQSBatchResponse>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .handler(async ({ Records }) => {
      const use: TableUse = { readings: 0, transactions: 0, conflicts: 0 }
      const incidents = countedIncidents(ports.incidents, use)
      const placed = await placeStrays(
        { ...ports, incidents },
        Records.map((record) => read(ports, record)),
      )
      const messages = Records.map((record, nth) => ({ record, ...(placed[nth] ?? nothingRead) }))
      const batch = messages.flatMap(({ incoming }) => incoming)
      const ignored = messages.filter(({ incoming, errors }) => incoming.length + errors.length === 0).length
      const outcomes = [...(await takeInAll({ ...ports, incidents }, batch))]
      logger.info('batch taken in', { messages: Records.length, ignored, ...use })

      const efforts = messages.map(({ record, incoming, errors }) => {
        const became = outcomes.splice(0, incoming.length)
        for (const [nth, outcome] of became.entries()) logTakenIn(incoming[nth], outcome)
        return isDone(ports, record, [...errors, ...became.flatMap(errorOf)])
      })
      const done = await Promise.all(efforts)
      const failures = Records.filter((_, nth) => done[nth] !== true)
      return { batchItemFailures: failures.map(({ messageId }) => ({ itemIdentifier: messageId })) }
    })

interface Read {
  readonly incoming: readonly (Incoming | Start)[]
  readonly errors: readonly unknown[]
  /** Of an alarm that no line takes. */
  readonly stray?: ParsedAlarm | ParsedContributor
}
const nothingRead: Read = { incoming: [], errors: [] }

/** What a message is about; a message that cannot be read keeps no other from being. */
function read({ readMessage, places, clock }: OnSignalPorts, { body }: SQSRecord): Read {
  try {
    const message = readMessage(body, clock.now())
    const incoming = message.kind === 'nothing' ? [] : place(places, message)
    if (message.kind === 'nothing') logger.info('signal ignored', { because: message.because })
    return { incoming, errors: [], ...(incoming.length === 0 && isOfAnAlarm(message) && { stray: message }) }
  } catch (error) {
    // Nothing was asked of anybody yet: what failed here would fail again, however often it came.
    return { incoming: [], errors: [error instanceof Unusable ? error : unreadable(error)] }
  }
}

/** What no line takes goes where something is open for its alarm; if nothing is, it is not Andon's business. */
async function placeStrays({ incidents, places }: OnSignalPorts, messages: readonly Read[]): Promise<readonly Read[]> {
  const look = openForAlarmsOfNoLine(
    incidents,
    messages.flatMap(({ stray }) => stray ?? []),
  )
  return Promise.all(
    messages.map(async (message): Promise<Read> => {
      const { stray } = message
      if (stray === undefined) return message
      try {
        const open = (await look)(stray)
        if (open !== undefined) return { incoming: place(places, { ...stray, open }), errors: [] }
        logger.info('signal ignored', { because: 'no-line', key: stray.name })
        return nothingRead
      } catch (error) {
        return { incoming: [], errors: [error] }
      }
    }),
  )
}

const unreadable = (error: unknown) =>
  new Unusable(`the message cannot be read (${String(error)}); see docs/contracts.md for its shape`, { cause: error })

/** Whether the message is done. One that can be neither set aside nor postponed does not harm the others. */
async function isDone(ports: OnSignalPorts, record: SQSRecord, errors: readonly unknown[]): Promise<boolean> {
  try {
    return errors.length === 0 || (await wasSetAside(ports, record, errors))
  } catch (error) {
    logger.error('message could not be set aside or postponed, and will come again', {
      messageId: record.messageId,
      error,
    })
    return false
  }
}

/** Set aside, or else postponed. */
async function wasSetAside(ports: OnSignalPorts, record: SQSRecord, errors: readonly unknown[]): Promise<boolean> {
  const { body, messageId, receiptHandle, attributes } = record
  const received = Number(attributes.ApproximateReceiveCount)
  const isHopeless = errors.every(isForEver)
  if (isHopeless || received >= mostReceptions) {
    const tried = isHopeless ? '' : ` (tried ${received} times)`
    const reason = errors.map((error) => (error instanceof Error ? error.message : String(error))).join('; ') + tried
    logger.error('signal set aside', { reason })
    await ports.deadLetters.setAside(body, reason)
    return true
  }
  const seconds = backOff(ports.clock, received)
  logger.error('signal failed and will come again', { messageId, seconds, error: errors[0] })
  await ports.postpone([receiptHandle], seconds)
  return false
}

const isForEver = (error: unknown): error is Unusable | TableRefused =>
  error instanceof Unusable || error instanceof TableRefused
const errorOf = (outcome: TakenIn) => (outcome.kind === 'failed' ? [outcome.error] : [])

function logTakenIn(incoming: Incoming | Start | undefined, outcome: TakenIn): void {
  if (incoming === undefined || outcome.kind === 'failed') return
  const { settled } = outcome
  const about =
    'incident' in incoming
      ? { incident: incoming.incident }
      : { ...('key' in incoming && { key: incoming.key }), line: incoming.line }
  const what = 'via' in incoming ? { act: incoming.kind, via: incoming.via } : { signal: incoming.kind }
  logger.info('taken in', { ...what, ...about, decision: settled.kind, ...whyOf(settled) })
}

const whyOf = (settled: Settled) =>
  settled.kind === 'change' ? { entry: settled.change.entry.kind } : { because: settled.because }
