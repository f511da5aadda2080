import {
  CallbackTimeoutError,
  createRetryStrategy,
  type DurableContext,
  type StepConfig,
  StepError,
  StepInterruptedError,
  StepSemantics,
} from '@aws/durable-execution-sdk-js'
import { toSeconds } from '../domain/duration.ts'
import { StepFailed, type StepOptions, type Steps } from '../usecases/steps.ts'

/** How often the table is tried when it does not answer: for about two minutes, for nothing can be done without it. */
const stubborn = 8

/**
 * The steps of a durable function: all that reads a clock or the world stands inside one, and they keep their order.
 */
export function durableSteps(context: DurableContext): Steps {
  return {
    async step(name, work, options = { tries: stubborn }) {
      try {
        return await context.step(name, work, howOften(options))
      } catch (error) {
        throw error instanceof StepError ? new StepFailed(inWords(error), { cause: error }) : error
      }
    },

    wait: (name, duration) => context.wait(name, { seconds: toSeconds(duration) }),

    async callback(name, timeout) {
      const [promise, id] = await context.createCallback(name, { timeout: { seconds: toSeconds(timeout) } })
      return {
        id,
        async ended() {
          try {
            await promise
            return 'succeeded'
          } catch (error) {
            if (error instanceof CallbackTimeoutError) return 'timed-out'
            throw error
          }
        },
      }
    },
  }
}

function howOften({ tries, onlyAfter }: StepOptions): Pick<StepConfig<never>, 'retryStrategy' | 'semantics'> {
  const retryStrategy = createRetryStrategy({ maxAttempts: tries, initialDelay: { seconds: 2 } })
  if (onlyAfter === undefined) return { retryStrategy }
  return {
    semantics: StepSemantics.AtMostOncePerRetry,
    retryStrategy: (error, attempt) => (onlyAfter(error) ? retryStrategy(error, attempt) : { shouldRetry: false }),
  }
}

/** A step that broke off has no words of its own. Its cause is made anew from what was kept: of that, the name stays. */
function inWords({ cause, message }: StepError): string {
  return cause?.name === StepInterruptedError.name
    ? 'it broke off while it was being done, so it may have been done; it is not done again'
    : message
}
