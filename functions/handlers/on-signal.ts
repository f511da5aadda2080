import { Logger } from '@aws-lambda-powertools/logger'
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'
import middy from '@middy/core'
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import type { Fact } from '../domain/fact.ts'
import type { Instant } from '../domain/instant.ts'
import { place, type Places, Unusable } from '../domain/place.ts'
import type { Signal } from '../domain/signal.ts'
import type { Clock, DeadLetters, Incidents, Postpone } from '../ports.ts'
import { answerCall } from '../usecases/answer-call.ts'
import { backOff } from '../usecases/back-off.ts'
import { takeIn } from '../usecases/take-in.ts'

export interface OnSignalPorts {
  readonly incidents: Incidents
  readonly clock: Clock
  readonly deadLetters: DeadLetters
  readonly postpone: Postpone
  readonly places: Places
  /** Throws `Unusable` for a message that no repetition will make better. */
  readonly toFact: (body: string, arrived: Instant) => Fact
}

const logger = new Logger({ serviceName: 'on-signal' })
const metrics = new Metrics({ namespace: 'Andon', serviceName: 'on-signal' })

/** Signals from the queue. What fails comes back by itself; what can never be used is set aside with the reason. */
export const onSignal = (ports: OnSignalPorts) =>
  middy<SQSEvent, SQSBatchResponse>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .handler(async ({ Records }) => {
      const batchItemFailures: SQSBatchResponse['batchItemFailures'] = []
      for (const record of Records) {
        if (!(await isDone(ports, record))) batchItemFailures.push({ itemIdentifier: record.messageId })
      }
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics()
      return { batchItemFailures }
    })

async function isDone(
  ports: OnSignalPorts,
  { body, messageId, receiptHandle, attributes }: SQSRecord,
): Promise<boolean> {
  try {
    await handle(ports, body)
    return true
  } catch (error) {
    if (error instanceof Unusable) {
      logger.error('signal set aside', { reason: error.message })
      await ports.deadLetters.setAside(body, error.message)
      return true
    }
    const seconds = backOff(ports.clock, Number(attributes.ApproximateReceiveCount))
    logger.error('signal failed and will come again', { messageId, seconds, error })
    await ports.postpone([receiptHandle], seconds)
    return false
  }
}

async function handle(ports: OnSignalPorts, body: string): Promise<void> {
  const fact = ports.toFact(body, ports.clock.now())
  if (fact.kind === 'nothing') return logger.info('signal ignored', { because: fact.because })

  if (fact.kind === 'answer') {
    const answered = await answerCall(ports, fact)
    const because = answered.kind === 'nothing' ? { because: answered.because } : {}
    return logger.info('call answered', { incident: fact.incident, answered: answered.kind, ...because })
  }

  const signals = place(ports.places, fact)
  if (signals.length === 0) {
    metrics.addMetric('AlarmsOfNoLine', MetricUnit.Count, 1)
    return logger.info('signal ignored', { because: 'no-line', key: 'name' in fact ? fact.name : fact.id })
  }
  for (const signal of signals) await bringIn(ports, signal)
}

async function bringIn(ports: OnSignalPorts, signal: Signal): Promise<void> {
  const decision = await takeIn(ports, signal)
  const what = decision.kind === 'change' ? { entry: decision.change.entry.kind } : { because: decision.because }
  logger.info('signal taken in', { key: signal.key, line: signal.line, decision: decision.kind, ...what })
  if (decision.kind === 'change' && decision.change.before === undefined) {
    metrics.addMetric('IncidentsOpened', MetricUnit.Count, 1)
  }
}
