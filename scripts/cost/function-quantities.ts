import type { FunctionUsage } from '@andon/local-cloud/services/lambda/usage.ts'
import type { PolledQueue } from './event-sources.ts'
import type { Quantities } from './prices.ts'

/**
 * How much longer work takes in Lambda than here: 1,024 MB are 0.58 of a core, so what keeps a core busy takes 1.7
 * times as long. 1,769 MB are one vCPU: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
 */
export const slowdown = 2
/** Lambda's own lines for each invocation, in JSON and with tracing on: start, report, and those of a cold start. */
const platformLogBytes = 1000
/** These two run every minute and so stay warm. For all others each invocation is counted as a cold start. */
const staysWarm = new Set(['andon-on-minute', 'andon-on-change'])

/** What a function's use comes to in AWS's units. */
export function functionQuantities(usage: FunctionUsage, queues: readonly PolledQueue[]): Quantities {
  const { name, memoryMb, invocations, ms, starts, startMs } = usage
  // Taken as it is: here all functions start at once, and each has less than half a core.
  const startsMs = staysWarm.has(name) || starts === 0 ? 0 : (invocations * startMs) / starts
  // What on-change tries again does not happen in these stories: all of its invocations are the stream's.
  const queue = queues.find(({ functionName, isOnlySource }) => functionName === name && isOnlySource)
  return {
    lambdaRequests: invocations,
    // Since August 2025 a start is billed like an invocation.
    lambdaGbSeconds: (memoryMb / 1024) * ((ms * slowdown + startsMs) / 1000),
    // With the least traffic there is, every invocation is sampled: the first of each second always is.
    traces: invocations,
    logGb: (invocations * platformLogBytes) / 1e9,
    // A batch is received by one request more than the idle polling makes, and deleted by another.
    ...(queue && { [queue.requests]: 2 * invocations }),
  }
}
