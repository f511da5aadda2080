/** The action makes no sense as things are; the message says why, for the timeline. */
export class CannotAct extends Error {
  override readonly name = 'CannotAct'
}

const denied = /^(AccessDenied|UnauthorizedOperation|AuthorizationError|NotAuthorized)/
const throttled = /Throttl|ThroughputExceeded|TooManyRequests|RequestLimitExceeded|SlowDown/

/**
 * Why a call failed, for people: what is thrown here ends up in the timeline. A call that was denied will be denied
 * again; anything else may pass.
 * @param action as IAM names it
 */
export function failureInWords(error: unknown, action: string): unknown {
  if (!(error instanceof Error)) return error
  if (denied.test(error.name)) return new CannotAct(`${action} was denied: ${error.message}`, { cause: error })
  if (throttled.test(error.name)) return new Error(`${action} was throttled: ${error.message}`, { cause: error })
  return error
}
