import { createRetryStrategy, type DurableContext, StepError } from '@aws/durable-execution-sdk-js'
import { Logger } from '@aws-lambda-powertools/logger'
import middy from '@middy/core'
import { executionModeDurableContext } from '@middy/core/DurableContext'
import type { PlaybookConfig } from '../config/define-andon.ts'
import { toSeconds } from '../domain/duration.ts'
import type { PlaybookPorts } from '../usecases/countermeasure.ts'
import { type Ran, StepFailed, type Steps, tryCountermeasures } from '../usecases/try-countermeasures.ts'

export interface RunPlaybookEvent {
  readonly incident: string
}

const logger = new Logger({ serviceName: 'run-playbook' })

/**
 * A durable function: it is rerun from the top at every wake-up, so everything that reads a clock or the world stands
 * inside a step, and steps keep their order.
 */
export const runPlaybook = (ports: PlaybookPorts, playbook: PlaybookConfig) =>
  middy<RunPlaybookEvent, Ran, Error, DurableContext>({
    executionMode: executionModeDurableContext,
    // An invocation that runs out of time is to be repeated by Lambda, not to end as a failure of the playbook.
    timeoutEarlyInMillis: 0,
  }).handler(({ incident }, context) => {
    context.configureLogger({ customLogger: logger })
    return tryCountermeasures(ports, durableSteps(context), incident, playbook)
  })

/** How often the table is tried when it does not answer: for about two minutes, for nothing can be done without it. */
const stubborn = 8

function durableSteps(context: DurableContext): Steps {
  return {
    async step(name, work, { tries } = { tries: stubborn }) {
      const retryStrategy = createRetryStrategy({ maxAttempts: tries, initialDelay: { seconds: 2 } })
      try {
        return await context.step(name, work, { retryStrategy })
      } catch (error) {
        throw error instanceof StepError ? new StepFailed(error.message, { cause: error }) : error
      }
    },
    wait: (name, duration) => context.wait(name, { seconds: toSeconds(duration) }),
  }
}
