import { createHash } from 'node:crypto'
import { AwsError } from '../../aws-error.ts'

/** `dataType` is String or Number, with or without a label of the sender's: `Number.int`. */
export interface MessageAttribute {
  readonly dataType: string
  readonly stringValue: string
}
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>

/** What a sender gives. */
export interface NewMessage {
  readonly body: string
  readonly attributes?: MessageAttributes | undefined
  /** 0 to 900; without it, the queue's own. */
  readonly delaySeconds?: number | undefined
  readonly groupId?: string | undefined
  readonly deduplicationId?: string | undefined
}

/** A message as it is kept. Times are milliseconds since 1970. */
export interface StoredMessage {
  readonly id: string
  /** 20 digits: its place in the queue, as text. */
  readonly sequence: string
  readonly body: string
  readonly attributes: MessageAttributes
  readonly sentAt: number
  /** Until then it is delayed, in flight or put off. */
  readonly visibleAt: number
  readonly receives: number
  readonly firstReceivedAt?: number
  /** Of the last receive; earlier ones no longer work. '' before the first. */
  readonly receipt: string
  /** Its receiver has set the time of its return. */
  readonly putOff: boolean
  readonly groupId?: string
  readonly deduplicationId?: string
  /** The queue whose dead letter it is. */
  readonly sourceArn?: string
}

/** A message as a receiver gets it, in the shape that Lambda puts into a function's event. */
export interface ReceivedMessage {
  readonly messageId: string
  readonly receiptHandle: string
  readonly body: string
  readonly md5OfBody: string
  /** What SQS itself says of it, such as `ApproximateReceiveCount`. */
  readonly attributes: Readonly<Record<string, string>>
  readonly messageAttributes: Readonly<
    Record<string, MessageAttribute & { readonly stringListValues: never[]; readonly binaryListValues: never[] }>
  >
}

export function toReceived(message: StoredMessage): ReceivedMessage {
  const { id: messageId, body, receipt: receiptHandle, attributes } = message
  const messageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => [
      name,
      { ...attribute, stringListValues: [], binaryListValues: [] },
    ]),
  )
  return {
    messageId,
    receiptHandle,
    body,
    md5OfBody: md5(body),
    attributes: systemAttributes(message),
    messageAttributes,
  }
}

function systemAttributes(message: StoredMessage): Record<string, string> {
  const { groupId, deduplicationId, sourceArn, firstReceivedAt } = message
  return {
    ApproximateReceiveCount: String(message.receives),
    SentTimestamp: String(message.sentAt),
    SenderId: 'local',
    ApproximateFirstReceiveTimestamp: String(firstReceivedAt),
    ...(deduplicationId !== undefined && { SequenceNumber: message.sequence, MessageDeduplicationId: deduplicationId }),
    ...(groupId !== undefined && { MessageGroupId: groupId }),
    ...(sourceArn !== undefined && { DeadLetterQueueSourceArn: sourceArn }),
  }
}

export const md5 = (text: string) => createHash('md5').update(text).digest('hex')

/** As the SDKs compute it to check the answer; `undefined` without attributes. */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes)
  if (names.length === 0) return undefined
  const hash = createHash('md5')
  const add = (text: string) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(Buffer.byteLength(text))
    hash.update(length).update(text)
  }
  for (const [name, { dataType, stringValue }] of Object.entries(attributes).toSorted(byName)) {
    add(name)
    add(dataType)
    // 1 stands for a text, 2 for binary.
    hash.update(Buffer.of(1))
    add(stringValue)
  }
  return hash.digest('hex')
}

const byName = ([one]: [string, unknown], [other]: [string, unknown]) => (one < other ? -1 : 1)

/** Bytes, as they count against the limits. */
export function sizeOf({ body, attributes = {} }: NewMessage): number {
  const texts = Object.entries(attributes).flatMap(([name, { dataType, stringValue }]) => [name, dataType, stringValue])
  return [body, ...texts].reduce((sum, text) => sum + Buffer.byteLength(text), 0)
}

/** What XML 1.0 cannot carry; lone surrogates are caught apart. */
// oxlint-disable-next-line no-control-regex
const unspeakable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/

/** Throws `AwsError` for a message that SQS would not take. */
export function checkMessage(message: NewMessage, maximumBytes: number): void {
  const { body, attributes = {}, delaySeconds = 0 } = message
  if (body === '') throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.')
  if (unspeakable.test(body) || !body.isWellFormed()) {
    throw new AwsError('InvalidMessageContents', 'Invalid characters found in message body.')
  }
  if (sizeOf(message) > maximumBytes) {
    const reason = `One or more parameters are invalid. Reason: Message must be shorter than ${maximumBytes} bytes.`
    throw new AwsError('InvalidParameterValue', reason)
  }
  if (!Number.isInteger(delaySeconds) || delaySeconds < 0 || delaySeconds > 900) {
    throw invalidParameter('DelaySeconds', delaySeconds, 'DelaySeconds must be >= 0 and <= 900.')
  }
  if (Object.keys(attributes).length > 10) {
    throw new AwsError('InvalidParameterValue', 'Number of message attributes exceeds the allowed maximum [10].')
  }
}

export const invalidParameter = (name: string, value: unknown, reason: string) =>
  new AwsError('InvalidParameterValue', `Value ${String(value)} for parameter ${name} is invalid. Reason: ${reason}`)
