import type { DurableContext } from '@aws/durable-execution-sdk-js'
import { Logger } from '@aws-lambda-powertools/logger'
import middy from '@middy/core'
import { executionModeDurableContext } from '@middy/core/DurableContext'
import { type Run, runPlaybook as run, type RunPorts } from '../usecases/run-playbook.ts'
import type { Ran } from '../usecases/try-countermeasures.ts'
import type { Suggested } from '../usecases/suggest.ts'
import type { Undone } from '../usecases/undo-tries.ts'
import { durableSteps } from './durable-steps.ts'

export interface RunPlaybookHandlerPorts extends RunPorts {
  /** Throws for what starts no playbook. */
  readonly toRun: (event: unknown) => Run
}

const logger = new Logger({ serviceName: 'run-playbook' })

/** A durable function: it is rerun from the top at every wake-up. One run for each attempt at an incident. */
export const runPlaybook = (ports: RunPlaybookHandlerPorts) =>
  middy<unknown, Ran | Undone | Suggested, Error, DurableContext>({
    executionMode: executionModeDurableContext,
    // An invocation that runs out of time is to be repeated by Lambda, not to end as a failure of the playbook.
    timeoutEarlyInMillis: 0,
  }).handler((event, context) => {
    context.configureLogger({ customLogger: logger })
    return run(ports, durableSteps(context), ports.toRun(event))
  })
