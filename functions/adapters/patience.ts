/**
 * How long a client waits for an answer, in milliseconds. A service that hangs must not hold up what else is due: with
 * the SDK's three tries it has failed long before the function would run out of time.
 */
export const patience = {
  requestHandler: { connectionTimeout: 1_500, requestTimeout: 3_000, throwOnRequestTimeout: true },
} as const
