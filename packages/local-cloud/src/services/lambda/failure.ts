import * as z from 'zod/mini'
import { FunctionFailed } from './functions.ts'

/** A failure that also says where: what the handler threw. */
export class HandlerFailed extends FunctionFailed {
  readonly trace: readonly string[]
  constructor(errorType: string, message: string, trace: readonly string[]) {
    super(errorType, message)
    this.trace = trace
  }
}

const reported = z.object({
  errorType: z._default(z.string(), 'Error'),
  errorMessage: z._default(z.string(), ''),
  trace: z._default(z.array(z.string()), []),
})

/** From what the runtime client posts to the Runtime API. */
export function handlerFailure(body: string): HandlerFailed {
  const { errorType, errorMessage, trace } = reported.parse(JSON.parse(body))
  return new HandlerFailed(errorType, errorMessage, trace)
}

/** The payload that Lambda answers for a failed invocation. */
export function failurePayload(failure: FunctionFailed) {
  return {
    errorType: failure.errorType,
    errorMessage: failure.message,
    ...(failure instanceof HandlerFailed && { trace: failure.trace }),
  }
}

export const timedOut = (requestId: string, seconds: number) =>
  new FunctionFailed(
    'Sandbox.Timedout',
    `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
  )

/** The process ended while it had an invocation. */
export function runtimeExited(requestId: string, code: number | null, signal: string | null): FunctionFailed {
  const how = signal === null ? `exit status ${code}` : `signal: ${signal}`
  const why = code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: ${how}`
  return new FunctionFailed('Runtime.ExitError', `RequestId: ${requestId} Error: ${why}`)
}

export const whatFailed = (error: unknown) =>
  error instanceof FunctionFailed ? error : new FunctionFailed('Local.Fault', String(error))
