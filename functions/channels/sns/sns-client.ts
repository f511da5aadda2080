import { SNSClient } from '@aws-sdk/client-sns'
import { patience } from '../../adapters/patience.ts'

/** One for all lines, with short timeouts: other channels share the invocation, and the queue tries again. */
export const snsClient = new SNSClient(patience)
