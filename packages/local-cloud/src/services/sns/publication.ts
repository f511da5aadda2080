import { z } from 'zod'
import { AwsError } from '../../aws-error.ts'

/** What a topic is told. */
export interface Told {
  readonly subject?: string
  readonly message: string
  /** Name → value; bytes in base64. */
  readonly attributes: Record<string, string>
}

const attribute = z.strictObject({
  DataType: z.string().default(''),
  StringValue: z.string().optional(),
  BinaryValue: z.instanceof(Uint8Array).optional(),
})
/** Without groups and deduplication (those are for FIFO topics), and without phone numbers: a laptop texts nobody. */
export const publication = z.object({
  TopicArn: z.string().optional(),
  TargetArn: z.string().optional(),
  Message: z.string().default(''),
  MessageStructure: z.string().optional(),
  Subject: z.string().optional(),
  MessageAttributes: z.record(z.string(), attribute).default({}),
})
export type SnsPublication = z.infer<typeof publication>

/** Bytes: the message and its attributes together. */
const largest = 256 * 1024
/** ASCII without line breaks, as mail wants it; newer pages of AWS also allow UTF-8. */
const subjectForm = /^[\x21-\x7E][\x20-\x7E]{0,99}$/

/** Throws `AwsError`. */
export function topicOf({ TopicArn, TargetArn }: SnsPublication): string {
  const topicArn = TopicArn ?? TargetArn
  if (topicArn === undefined) throw invalid('TopicArn or TargetArn Reason: no value for required parameter')
  return topicArn
}

/** Checks what is published. Throws `AwsError` as SNS does. */
export function toldBy(published: SnsPublication): Told {
  const { Message: message, MessageStructure, Subject: subject, MessageAttributes } = published
  if (message === '') throw invalid('Empty message')
  if (subject !== undefined && !subjectForm.test(subject)) throw invalid('Subject')
  if (MessageStructure !== undefined) refuseMisstructured(MessageStructure, message)
  const attributes = Object.entries(MessageAttributes).map(([name, given]) => attributeFrom(name, given))
  if (sizeOf(message, attributes) > largest) throw invalid('Message too long')
  const values = Object.fromEntries(attributes.map(({ name, value }) => [name, value]))
  return { message, attributes: values, ...(subject !== undefined && { subject }) }
}

function refuseMisstructured(structure: string, message: string): void {
  if (structure !== 'json') throw invalid('MessageStructure')
  const body = z.record(z.string(), z.unknown()).safeParse(jsonOf(message))
  if (!body.success) throw invalid('Message Structure - JSON message body failed to parse')
  if (typeof body.data['default'] !== 'string') {
    throw invalid('Message Structure - No default entry in JSON message body')
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

interface Attribute {
  readonly name: string
  readonly type: string
  readonly value: string
}

function attributeFrom(
  name: string,
  { DataType: type, StringValue, BinaryValue }: z.infer<typeof attribute>,
): Attribute {
  if (!/^[\w.-]{1,256}$/.test(name)) throw invalid(`The message attribute name '${name}' is invalid`)
  if (!/^(String|Number|Binary)(\..+)?$/.test(type)) {
    throw new AwsError(
      'ParameterValueInvalid',
      `The message attribute '${name}' has an invalid message attribute type.`,
    )
  }
  const value = type.startsWith('Binary') ? Buffer.from(BinaryValue ?? []).toString('base64') : (StringValue ?? '')
  if (value !== '') return { name, type, value }
  throw new AwsError('ParameterValueInvalid', `The message attribute '${name}' must contain a non-empty value.`)
}

function sizeOf(message: string, attributes: readonly Attribute[]): number {
  const texts = [message, ...attributes.flatMap(({ name, type, value }) => [name, type, value])]
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
}

const invalid = (what: string) => new AwsError('InvalidParameter', `Invalid parameter: ${what}`)
