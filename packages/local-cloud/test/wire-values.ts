import type { NormalizedSchema } from '@smithy/core/schema'
import fc from 'fast-check'

/** Where a value goes: some places carry less than JSON does. */
type Place = 'body' | 'header' | 'path' | 'query'

/** Nothing that a header or an XML text loses at its ends. */
const text = fc.stringMatching(/^[a-z][a-zA-Z0-9 ü&<>":/.%+-]{0,10}[a-z]$/)
const plain = fc.stringMatching(/^[a-z][a-zA-Z0-9-]{0,10}$/)
/** HTTP's own dates know no milliseconds. */
const time = fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => new Date(seconds * 1000))

/** Any value that a schema allows, as the SDK's client takes and gives it. `undefined` when it cannot be said here. */
export function valueOf(schema: NormalizedSchema, depth = 0): fc.Arbitrary<unknown> | undefined {
  const traits = schema.getMergedTraits()
  if (schema.isStreaming()) return undefined
  if (schema.isStructSchema()) return depth > 2 ? undefined : structOf(schema, depth)
  if (schema.isListSchema()) return listOf(schema, depth)
  if (schema.isMapSchema()) return mapOf(schema, depth)
  if (schema.isBlobSchema()) return fc.uint8Array({ minLength: 1, maxLength: 5 })
  if (schema.isTimestampSchema()) return time
  if (schema.isBooleanSchema()) return fc.boolean()
  if (schema.isNumericSchema()) return traits.httpResponseCode ? fc.constantFrom(200, 202) : fc.integer()
  if (schema.isStringSchema()) return traits.mediaType ? undefined : stringIn(placeOf(schema))
  return undefined
}

function placeOf(schema: NormalizedSchema): Place {
  const { httpHeader, httpLabel, httpQuery } = schema.getMergedTraits()
  if (httpHeader) return 'header'
  if (httpLabel) return 'path'
  return httpQuery ? 'query' : 'body'
}

const stringIn = (place: Place) => (place === 'header' ? plain : text)

function listOf(schema: NormalizedSchema, depth: number) {
  const { httpHeader } = schema.getMergedTraits()
  const member = httpHeader ? plain : valueOf(schema.getValueSchema(), depth + 1)
  return member && fc.array(member, { minLength: 1, maxLength: 2 })
}

function mapOf(schema: NormalizedSchema, depth: number) {
  const member = valueOf(schema.getValueSchema(), depth + 1)
  return member && fc.dictionary(text, member, { minKeys: 1, maxKeys: 2 })
}

/** Inside others, never empty: a form has no way to say so. */
function structOf(schema: NormalizedSchema, depth: number): fc.Arbitrary<unknown> | undefined {
  const members = [...schema.structIterator()].flatMap(([name, member]) => {
    const { httpQueryParams, httpPrefixHeaders } = member.getMergedTraits()
    if (httpQueryParams || httpPrefixHeaders !== undefined || setAside.has(name)) return []
    const value = valueOf(member, depth + 1)
    return value === undefined ? [] : [[name, member, value] as const]
  })
  if (members.length === 0) return undefined
  if (schema.isUnionSchema()) return fc.oneof(...members.map(([name, , value]) => fc.record({ [name]: value })))
  const needed = members.filter(([, member], nth) => isNeeded(member) || (depth > 0 && nth === 0)).map(([name]) => name)
  const all = Object.fromEntries(members.map(([name, , value]) => [name, value]))
  return fc.record(all, { requiredKeys: needed })
}

/** The client signs otherwise for a global endpoint, and then goes elsewhere. */
const setAside = new Set(['EndpointId'])

/** Without these the client would not send it, or would make up a value of its own. */
const isNeeded = (member: NormalizedSchema) =>
  Boolean(member.getMergedTraits().httpLabel) || member.isIdempotencyToken() || isBound(member)

const isBound = (member: NormalizedSchema) => {
  const { httpHeader, httpQuery, httpPayload, httpResponseCode } = member.getMergedTraits()
  return Boolean(httpHeader ?? httpQuery ?? httpPayload ?? httpResponseCode)
}

/** Buffers and other realms' objects as this one's, so that two values can be compared. */
export function comparable(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return hex(value)
  if (Object.prototype.toString.call(value) === '[object Date]') return Number(value)
  if (Array.isArray(value)) return value.map(comparable)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([name, each]) => each !== undefined && name !== '$metadata')
  return Object.fromEntries(entries.map(([name, each]) => [name, comparable(each)]))
}

const hex = (view: ArrayBufferView) => Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString('hex')
