import { createRetryStrategy, type DurableContext, StepError } from '@aws/durable-execution-sdk-js'
import { Logger } from '@aws-lambda-powertools/logger'
import { executionModeDurableContext } from '@middy/core/DurableContext'
import middy from '@middy/core'
import type { Countermeasure, PlaybookConfig } from '../config/define-andon.ts'
import { toSeconds } from '../domain/duration.ts'
import { act, begin, finish, handOver, type Outcome, type PlaybookPorts } from '../usecases/countermeasure.ts'

export interface RunPlaybookEvent {
  readonly incident: string
}
/** How the machine's part ended. */
export interface Ran {
  readonly ended: 'over' | 'handed-over'
  readonly tried: number
}

const logger = new Logger({ serviceName: 'run-playbook' })
/** A fault of the service called is tried three times; what makes no sense to repeat is not (`CannotAct`). */
const retryStrategy = createRetryStrategy({ maxAttempts: 3, initialDelay: { seconds: 2 } })

/**
 * Tries one countermeasure after the other until the incident is resolved, then calls people.
 * A durable function: everything that reads a clock or the world stands inside a step, and steps keep their order.
 */
export const runPlaybook = (ports: PlaybookPorts, playbook: PlaybookConfig) =>
  middy<RunPlaybookEvent, Ran, Error, DurableContext>({
    executionMode: executionModeDurableContext,
    // An invocation that runs out of time is to be repeated by Lambda, not to end as a failure of the playbook.
    timeoutEarlyInMillis: 0,
  }).handler(async ({ incident }, context) => {
    context.configureLogger({ customLogger: logger })
    for (const [nth, countermeasure] of playbook.countermeasures.entries()) {
      const ended = await tryOut(ports, context, incident, nth, countermeasure)
      if (ended !== undefined) return { ended, tried: nth }
    }
    const tried = playbook.countermeasures.length
    const because = `${playbook.title} tried ${tried === 1 ? 'its one countermeasure' : `all ${tried} countermeasures`} and the alarm has not cleared`
    const ended = await context.step('hand over', () => handOver(ports, incident, because))
    return { ended, tried }
  })

/** @returns how the playbook ends here; `undefined` when the next countermeasure is due */
async function tryOut(
  ports: PlaybookPorts,
  context: DurableContext,
  incident: string,
  nth: number,
  { do: action, wait }: Countermeasure,
): Promise<Ran['ended'] | undefined> {
  const called = `${nth + 1} ${action.name}`
  const begun = await context.step(`${called}: begin`, () => begin(ports, incident, nth, action))
  switch (begun.kind) {
    case 'over':
      return 'over'
    case 'hold':
      return context.step(`${called}: held`, () => handOver(ports, incident, begun.because))
    case 'impossible':
      await context.step(`${called}: end`, () => finish(ports, incident, nth, { outcome: begun.because, failed: true }))
      return undefined
    case 'act': {
      const outcome = await acted(() =>
        context.step(`${called}: act`, () => act(ports, incident, action, begun.plan), { retryStrategy }),
      )
      await context.step(`${called}: end`, () => finish(ports, incident, nth, outcome))
      // Nothing was done, so there is nothing to wait for.
      if (!outcome.failed) await context.wait(`${called}: wait for the alarm`, { seconds: toSeconds(wait) })
      return undefined
    }
  }
}

/** A countermeasure that keeps failing is a failed countermeasure, not a failed playbook: the next one may help. */
async function acted(step: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await step()
  } catch (error) {
    if (error instanceof StepError) return { outcome: error.message, failed: true }
    throw error
  }
}
