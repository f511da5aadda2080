import type { DurableContext } from '@aws/durable-execution-sdk-js'
import { Logger } from '@aws-lambda-powertools/logger'
import middy from '@middy/core'
import { executionModeDurableContext } from '@middy/core/DurableContext'
import type { PlaybookConfig } from '../config/define-andon.ts'
import type { PlaybookPorts } from '../usecases/countermeasure.ts'
import { type Ran, tryCountermeasures } from '../usecases/try-countermeasures.ts'
import { durableSteps } from './durable-steps.ts'

export interface RunPlaybookEvent {
  readonly incident: string
}

const logger = new Logger({ serviceName: 'run-playbook' })

/** A durable function: it is rerun from the top at every wake-up. */
export const runPlaybook = (ports: PlaybookPorts, playbook: PlaybookConfig) =>
  middy<RunPlaybookEvent, Ran, Error, DurableContext>({
    executionMode: executionModeDurableContext,
    // An invocation that runs out of time is to be repeated by Lambda, not to end as a failure of the playbook.
    timeoutEarlyInMillis: 0,
  }).handler(({ incident }, context) => {
    context.configureLogger({ customLogger: logger })
    return tryCountermeasures(ports, durableSteps(context), incident, playbook)
  })
