import type { DurableContext } from '@aws/durable-execution-sdk-js'
import { Logger } from '@aws-lambda-powertools/logger'
import middy from '@middy/core'
import { executionModeDurableContext } from '@middy/core/DurableContext'
import type { CallForPeople } from '../domain/call-for-people.ts'
import { escalate as escalateCall, type Escalated, type EscalatePorts } from '../usecases/escalate.ts'
import { durableSteps } from './durable-steps.ts'

export interface EscalateHandlerPorts extends EscalatePorts {
  /** Throws for what is no call. */
  readonly toCall: (event: unknown) => CallForPeople
}

const logger = new Logger({ serviceName: 'escalate' })

/** A durable function: it is rerun from the top at every wake-up. One run for each call of people. */
export const escalate = (ports: EscalateHandlerPorts) =>
  middy<unknown, Escalated, Error, DurableContext>({
    executionMode: executionModeDurableContext,
    // An invocation that runs out of time is to be repeated by Lambda, not to end as a failure.
    timeoutEarlyInMillis: 0,
  }).handler((event, context) => {
    context.configureLogger({ customLogger: logger })
    return escalateCall(ports, durableSteps(context), ports.toCall(event))
  })
