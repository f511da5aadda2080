import * as z from 'zod/mini'

/** The action makes no sense as things are; the message says why, for the timeline. */
export class CannotAct extends Error {
  override readonly name = 'CannotAct'
}

/**
 * The action has begun, and what it began takes a while: it is run again later, with what was seen the first time. The
 * message says what is so meanwhile. Guards are not asked again, for what is half done must not stay so.
 */
export class NotYet extends Error {
  override readonly name = 'NotYet'
}

/** AWS did not take the call now, and has done nothing. */
export class Throttled extends Error {
  override readonly name = 'Throttled'
}

const denied = /^(AccessDenied|UnauthorizedOperation|AuthorizationError|NotAuthorized)/
/** EC2 adds a kilobyte that only AWS can read; it stays in the cause. */
const encoded = / ?Encoded authorization failure message: \S+/
const throttled = /Throttl|ThroughputExceeded|TooManyRequests|RequestLimitExceeded|SlowDown/

/**
 * Why a call failed, for people: what is thrown here ends up in the timeline. A call that was denied, or that AWS
 * understood and refuses, will be refused again; anything else may pass.
 * @param action as IAM names it
 */
export function failureInWords(error: unknown, action: string): unknown {
  if (!(error instanceof Error)) return error
  if (denied.test(error.name)) {
    return new CannotAct(`${action} was denied: ${error.message.replace(encoded, '')}`, { cause: error })
  }
  if (throttled.test(error.name)) return new Throttled(`${action} was throttled: ${error.message}`, { cause: error })
  if (isRefusedForGood(error))
    return new CannotAct(`${action} was refused (${error.name}): ${error.message}`, { cause: error })
  return error
}

/** Whether AWS answered with the error of this name: for those that say what is there, such as that nothing is. */
export function isCalled(failure: unknown, name: string): boolean {
  return failure instanceof Error && (failure.name === name || isCalled(failure.cause, name))
}

const serviceError = z.object({
  name: z.string(),
  $metadata: z.object({ httpStatusCode: z.number() }),
})
/**
 * Errors that pass, though their status is one of 400 to 499. Credentials that are new or at their end are among them, and
 * preconditions: the thing was changed since it was read, maybe by a try of ours whose answer was lost; reading it again
 * tells.
 */
const passing =
  /throttl|toomany|limitexceeded|throughput|slowdown|timeout|expired|inprogress|conflict|notready|precondition|unrecognizedclient|invalidclienttoken|skewed/i
const passingStatuses = [408, 409, 412, 425, 429]

/**
 * Whether the same call would be refused again: AWS understood it and refuses it (denied, not there, not valid), or what
 * answered does not know the operation (501, as the local cloud says). Everything else may pass.
 */
export function isRefusedForGood(error: unknown): boolean {
  const { success, data } = serviceError.safeParse(error)
  if (!success) return false
  const { httpStatusCode: status } = data.$metadata
  if (status === 501) return true
  return status >= 400 && status < 500 && !passingStatuses.includes(status) && !passing.test(data.name)
}
