// A playbook in the shape that is shipped: middy around a durable handler, bundled by esbuild, SDK inside.
import middy from '@middy/core'
import { executionModeDurableContext } from '@middy/core/DurableContext'
import {
  CallbackTimeoutError,
  createRetryStrategy,
  JitterStrategy,
  type DurableContext,
} from '@aws/durable-execution-sdk-js'

interface Event {
  /** What the steps do, by their names. */
  readonly act: Readonly<Record<string, 'work' | 'throw-once' | 'hang-once' | 'throw'>>
  readonly approvalMinutes?: number
  readonly refuse?: boolean
}

const say = (line: string) => void process.stdout.write(`${line}\n`)
const version = () =>
  process.env['PLAYBOOK'] === undefined
    ? ''
    : ` by ${process.env['PLAYBOOK']}, version ${process.env['AWS_LAMBDA_FUNCTION_VERSION']}`
const seen = new Map<string, number>()

async function act(name: string, how: string | undefined, attempt: number): Promise<string> {
  const times = (seen.get(name) ?? 0) + 1
  seen.set(name, times)
  say(`act ${name} attempt ${attempt} in ${process.pid}`)
  if (how === 'throw' || (how === 'throw-once' && attempt === 1)) throw new TypeError(`${name} did not work`)
  if (how === 'hang-once' && process.env['HANG'] !== 'no') await new Promise(() => setInterval(() => undefined, 1000))
  return `${name} done`
}

const retryStrategy = createRetryStrategy({ maxAttempts: 2, initialDelay: { seconds: 2 }, jitter: JitterStrategy.NONE })

export const handler = middy<Event, unknown, Error, DurableContext>({
  executionMode: executionModeDurableContext,
  timeoutEarlyInMillis: 0,
})
  .before(({ event }) => {
    if (event.refuse) throw new TypeError('not an alarm event')
  })
  .handler(async (event, context) => {
    const first = await context.step('redeploy', (step) => act('redeploy', event.act['redeploy'], step.attempt ?? 0), {
      retryStrategy,
    })
    await context.wait('settle', { minutes: 5 })
    if (event.approvalMinutes === undefined) return { first }
    const approval = await context
      .waitForCallback('approve', async (id) => say(`approve ${id}${version()}`), {
        timeout: { minutes: event.approvalMinutes },
      })
      .catch((error: unknown) => (error instanceof CallbackTimeoutError ? 'nobody' : String(error)))
    return { first, approval }
  })
