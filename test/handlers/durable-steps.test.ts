import {
  DurableExecutionInvocationInputWithClient,
  type StepConfig,
  withDurableExecution,
} from '@aws/durable-execution-sdk-js'
import { Throttled } from '../../functions/actions/failure.ts'
import { durableSteps } from '../../functions/handlers/durable-steps.ts'
import { StepFailed, type StepOptions } from '../../functions/usecases/steps.ts'
import type { Caller } from '../../packages/local-cloud/src/caller.ts'
import { invalidBy } from '../../packages/local-cloud/src/operation.ts'
import { durableOperations } from '../../packages/local-cloud/src/services/lambda/durable-executions/api.ts'
import { anEngine } from '../../packages/local-cloud/test/durable-executions-engine.ts'

const naming = { action: 'lambda:any', invalid: invalidBy('InvalidParameterValueException') }
const nobody: Caller = { kind: 'function', name: 'any' }
const once: StepOptions = { tries: 3, onlyAfter: (error) => error instanceof Throttled }

/**
 * One step on the real SDK and the local cloud's engine: what it does at its first, second, … try. `hang` is an
 * invocation that ends there: the process is gone.
 */
async function tryStep(options: StepOptions, ...does: (() => unknown)[]) {
  let tries = 0
  let hung: (() => void) | undefined
  const work = async () => {
    const result = does[tries++]?.()
    if (result !== 'hang') return result
    hung?.()
    return new Promise(() => undefined)
  }
  const handler = withDurableExecution(async (_: unknown, context) => {
    try {
      return await durableSteps(context).step('act', work, options)
    } catch (error) {
      if (error instanceof StepFailed) return `failed: ${error.message}`
      throw error
    }
  })
  const { clock, activity, ended, start } = anEngine((event, durable) => {
    const { CheckpointDurableExecution, GetDurableExecutionState } = durableOperations(durable)
    const client = {
      checkpoint: async (request: never) => CheckpointDurableExecution!(request, naming).run(nobody) as never,
      getExecutionState: async (request: never) => GetDurableExecutionState!(request, naming).run(nobody) as never,
    }
    const input = new DurableExecutionInvocationInputWithClient(event as never, client)
    const gone = new Promise((_, reject) => (hung = () => reject(new Error('the process is gone'))))
    return Promise.race([handler(input, { awsRequestId: 'x', getRemainingTimeInMillis: () => 60_000 } as never), gone])
  }, {})
  start()
  for (let nth = 0; nth < 20 && ended.length === 0; nth++) {
    await activity.idle()
    clock.move(60_000)
  }
  return { tries, result: JSON.parse(ended[0]?.result ?? 'null') }
}

const fails = (error: Error) => () => {
  throw error
}
const done = () => 'done'
const hang = () => 'hang'

it.each<[string, (() => unknown)[], number, unknown]>([
  ['done at once', [done], 1, 'done'],
  ['of unknown outcome', [fails(new Error('no answer')), done], 1, 'failed: no answer'],
  [
    'broken off',
    [hang, done],
    1,
    'failed: it broke off while it was being done, so it may have been done; it is not done again',
  ],
])('does what nobody could tell a repetition of at most once: %s', async (_, does, tries, result) => {
  expect(await tryStep(once, ...does)).toEqual({ tries, result })
})

it('repeats what can see that it is done, when it broke off', async () => {
  expect(await tryStep({ tries: 3 }, hang, done)).toEqual({ tries: 2, result: 'done' })
})

/** Whether a step is tried again after this. */
async function isRepeated(options: StepOptions, error: Error, attempt: number) {
  let config: StepConfig<unknown> = {}
  const step = async (_: string, __: unknown, given: StepConfig<unknown>) => void (config = given)
  await durableSteps({ step } as never).step('act', async () => 'done', options)
  return config.retryStrategy?.(error, attempt).shouldRetry
}

it.each([
  [once, new Throttled('x was throttled'), 1, true],
  [once, new Throttled('x was throttled'), 3, false],
  [once, new Error('no answer'), 1, false],
  [{ tries: 3 }, new Error('no answer'), 1, true],
  [{ tries: 3 }, new Error('no answer'), 3, false],
])(
  'tries again only what AWS did not even take, where nobody could tell a repetition (%j, %s, try %i)',
  async (options, error, attempt, again) => {
    expect(await isRepeated(options, error, attempt)).toBe(again)
  },
)
