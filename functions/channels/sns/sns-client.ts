import { SNSClient } from '@aws-sdk/client-sns'

/**
 * One for all lines. It gives up well before the function's time is over, for other channels share the invocation; the
 * queue tries again.
 */
export const snsClient = new SNSClient({
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 4_000, throwOnRequestTimeout: true },
})
