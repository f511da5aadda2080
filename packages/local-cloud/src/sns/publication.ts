import { z } from 'zod'
import { AwsError, type Input } from '../service.ts'

/** What a topic is told. */
export interface Told {
  readonly subject?: string
  readonly message: string
  /** Name → value; bytes in base64. */
  readonly attributes: Record<string, string>
}

type Form = Readonly<Record<string, string>>
const form = z.record(z.string(), z.string())
const known = new Set(['TopicArn', 'TargetArn', 'Message', 'MessageStructure', 'Subject'])

/** Bytes: the message and its attributes together. */
const largest = 256 * 1024
/** ASCII without line breaks, as mail wants it; newer pages of AWS also allow UTF-8. */
const subjectForm = /^[\x21-\x7E][\x20-\x7E]{0,99}$/

/** Reads and checks the form of a Publish. Throws `AwsError` as SNS does. */
export function publicationFrom(input: Input): { readonly topicArn: string; readonly told: Told } {
  const given: Form = form.parse(input)
  refuseOthers(given)
  const { TargetArn, TopicArn: topicArn = TargetArn, Message: message = '', MessageStructure, Subject: subject } = given
  if (topicArn === undefined) throw invalid('TopicArn or TargetArn Reason: no value for required parameter')
  if (message === '') throw invalid('Empty message')
  if (subject !== undefined && !subjectForm.test(subject)) throw invalid('Subject')
  if (MessageStructure !== undefined) refuseMisstructured(MessageStructure, message)
  const attributes = attributesIn(given)
  if (sizeOf(message, attributes) > largest) throw invalid('Message too long')
  const values = Object.fromEntries(attributes.map(({ name, value }) => [name, value]))
  return { topicArn, told: { message, attributes: values, ...(subject !== undefined && { subject }) } }
}

/** Groups and deduplication are of FIFO topics, phone numbers of no laptop. */
function refuseOthers(given: Form): void {
  for (const name of Object.keys(given)) {
    if (known.has(name) || name.startsWith('MessageAttributes.')) continue
    throw new AwsError('InvalidParameter', `sns:Publish with ${name} is not modelled locally`, 501)
  }
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

function attributesIn(given: Form): Attribute[] {
  const attributes: Attribute[] = []
  for (let nth = 1; ; nth++) {
    const name = given[`MessageAttributes.entry.${nth}.Name`]
    if (name === undefined) break
    attributes.push(attributeFrom(given, name, `MessageAttributes.entry.${nth}.Value`))
  }
  const read = new Set(attributes.map(({ name }) => name))
  if (read.size < attributes.length) throw invalid('Message attribute names must be unique')
  return attributes
}

function attributeFrom(given: Form, name: string, at: string): Attribute {
  if (!/^[\w.-]{1,256}$/.test(name)) throw invalid(`The message attribute name '${name}' is invalid`)
  const type = given[`${at}.DataType`] ?? ''
  if (!/^(String|Number|Binary)(\..+)?$/.test(type)) {
    throw new AwsError(
      'ParameterValueInvalid',
      `The message attribute '${name}' has an invalid message attribute type.`,
    )
  }
  const value = given[`${at}.${type.startsWith('Binary') ? 'BinaryValue' : 'StringValue'}`] ?? ''
  if (value !== '') return { name, type, value }
  throw new AwsError('ParameterValueInvalid', `The message attribute '${name}' must contain a non-empty value.`)
}

function sizeOf(message: string, attributes: readonly Attribute[]): number {
  const texts = [message, ...attributes.flatMap(({ name, type, value }) => [name, type, value])]
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
}

const invalid = (what: string) => new AwsError('InvalidParameter', `Invalid parameter: ${what}`)
