import {
  CallbackTimeoutError,
  createRetryStrategy,
  type DurableContext,
  StepError,
} from '@aws/durable-execution-sdk-js'
import { toSeconds } from '../domain/duration.ts'
import { StepFailed, type Steps } from '../usecases/steps.ts'

/** How often the table is tried when it does not answer: for about two minutes, for nothing can be done without it. */
const stubborn = 8

/**
 * The steps of a durable function: all that reads a clock or the world stands inside one, and they keep their order.
 */
export function durableSteps(context: DurableContext): Steps {
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
