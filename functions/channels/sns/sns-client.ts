import { SNSClient } from '@aws-sdk/client-sns'
import { patience } from '../../adapters/patience.ts'

/** One for all lines. It is soon out of patience, for other channels share the invocation; the queue tries again. */
export const snsClient = new SNSClient(patience)
