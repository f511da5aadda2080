import { destinationRecord, type InvocationOutcome, type Outcomes } from './asynchronous.ts'
import type { CloudClock } from '../../clock.ts'
import type { FunctionDefinition } from './function.ts'
import { NotModelled } from '../../not-modelled.ts'
import type { Queues } from '../sqs/queues.ts'

/** Lambda cuts the error message that it puts on a dead letter at 1 KB. */
const longestErrorMessage = 1024

export interface OutcomesOptions {
  readonly clock: CloudClock
  readonly queues: Queues
  readonly definitionOf: (name: string) => FunctionDefinition | undefined
  readonly invokeLater: (arn: string, payload: unknown) => void
}

/** Sends what is over to where the function's definition wants it: dead-letter queue, on-failure, on-success. */
export function createOutcomes({ clock, queues, definitionOf, invokeLater }: OutcomesOptions): Outcomes {
  function send(destination: string | undefined, record: unknown): void {
    if (destination === undefined) return
    if (isQueue(destination)) queues.send(destination, JSON.stringify(record))
    else invokeLater(destination, record)
  }

  return {
    tell(outcome) {
      const definition = definitionOf(outcome.target.name)
      const { onSuccess, onFailure } = definition?.asynchronous ?? {}
      const record = destinationRecord(outcome, clock.now())
      if (outcome.failure === undefined) return send(onSuccess, record)
      send(onFailure, record)
      if (definition?.deadLetterArn !== undefined) deadLetter(queues, definition.deadLetterArn, outcome)
    },
  }
}

function deadLetter(queues: Queues, queueArn: string, { requestId, payload, failure }: InvocationOutcome): void {
  queues.send(queueArn, payload, {
    attributes: {
      RequestID: requestId,
      ErrorCode: '200',
      ErrorMessage: (failure?.message ?? '').slice(0, longestErrorMessage),
    },
  })
}

/** Throws `NotModelled` for a destination that is neither a queue nor a function. */
export function checkDestinations({ name, deadLetterArn, asynchronous = {} }: FunctionDefinition): void {
  if (deadLetterArn !== undefined && !isQueue(deadLetterArn)) {
    throw new NotModelled(`${name}: a dead-letter target that is not an SQS queue (${deadLetterArn})`)
  }
  for (const destination of [asynchronous.onFailure, asynchronous.onSuccess]) {
    if (destination !== undefined && !/^arn:[^:]+:(sqs|lambda):/.test(destination)) {
      throw new NotModelled(`${name}: a destination that is neither a queue nor a function (${destination})`)
    }
  }
}

const isQueue = (arn: string) => /^arn:[^:]+:sqs:/.test(arn)
