import { SNSServiceException } from '@aws-sdk/client-sns'
import type { NotTold } from '../sender.ts'

const again = 'then send this message back to its queue'
/** By the names of SNS's errors, which stay until somebody mends the cause. */
const remedies: Readonly<Record<string, string>> = {
  NotFoundException: `the topic is gone: deploy again and subscribe people to it anew, ${again}`,
  AuthorizationErrorException: `deploy again, so that on-notice may publish to the line's topic, ${again}`,
  EndpointDisabledException: `enable the topic's endpoint, ${again}`,
}

/** What a failed call means for the notice. Rethrows what is no answer of SNS's and no fault of the way to it. */
export function saidBySns(error: unknown, topicArn: string): NotTold {
  if (!(error instanceof Error)) throw error
  const { name, message } = error
  if (!(error instanceof SNSServiceException)) return unlessOurs(error)
  if (error.$retryable?.throttling === true || name === 'ThrottledException' || name === 'Throttling') {
    return { kind: 'later', because: 'SNS asks to wait' }
  }
  if (error.$fault === 'server') return { kind: 'later', because: `SNS is out of order: ${name}` }
  const remedy = remedies[name]
  return {
    kind: 'refused',
    because: `SNS says ${name} for ${topicArn} (${message})${remedy === undefined ? '' : `: ${remedy}`}`,
  }
}

/** Between us and SNS: a connection that was refused, cut or too slow. */
function unlessOurs(error: Error): NotTold {
  const isOnTheWay = error.name === 'TimeoutError' || ('code' in error && typeof error.code === 'string')
  if (!isOnTheWay) throw error
  return { kind: 'later', because: `SNS cannot be reached: ${error.message}` }
}
