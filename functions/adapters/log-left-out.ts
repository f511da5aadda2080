import { Logger } from '@aws-lambda-powertools/logger'
import type { LeaveOut } from './dynamo-listings.ts'

export function logLeftOut(serviceName: string): LeaveOut {
  const logger = new Logger({ serviceName })
  return (item, because) => logger.warn('item left out of a list', { item, because })
}
