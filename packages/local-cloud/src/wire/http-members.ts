import { FromStringShapeDeserializer, ToStringShapeSerializer } from '@smithy/core/protocols'
import { NormalizedSchema } from '@smithy/core/schema'
import { Readable } from 'node:stream'
import { z } from 'zod'
import type { Input } from '../api.ts'
import { AwsError } from '../aws-error.ts'
import type { ModelledOperation } from './model.ts'
import type { WireReply, ReceivedRequest } from './protocol.ts'
import { structure } from './xml.ts'
import { own } from '../own.ts'

interface Bodies {
  read(schema: NormalizedSchema, body: Buffer): Input
  write(schema: NormalizedSchema, value: unknown): string | Uint8Array
}
export interface HttpMembersOptions {
  readonly bodies: Bodies
  readonly contentType: string
  /** How times are written where the model does not say: 5 as ISO 8601, 7 as seconds since 1970. */
  readonly times: 5 | 7
}

export interface RestRequest extends ReceivedRequest {
  readonly labels: Readonly<Record<string, string>>
  readonly query: URLSearchParams
}

const record = z.record(z.string(), z.unknown())

/** Members of inputs and outputs, each where the model puts it: path, query, header, status or body. */
export class HttpMembers {
  readonly #bodies: Bodies
  readonly #contentType: string
  readonly #reader
  readonly #writer
  readonly #inBody = new WeakMap<NormalizedSchema, NormalizedSchema>()

  constructor({ bodies, contentType, times }: HttpMembersOptions) {
    this.#bodies = bodies
    this.#contentType = contentType
    const settings = { httpBindings: true, timestampFormat: { useTrait: true, default: times } } as const
    this.#reader = new FromStringShapeDeserializer(settings)
    this.#writer = new ToStringShapeSerializer(settings)
  }

  /** Throws `AwsError`. */
  read(schema: NormalizedSchema, request: RestRequest): Input {
    if (schema.isUnitSchema()) return {}
    const members = [...schema.structIterator()]
    const hasPayload = members.some(([, member]) => member.getMergedTraits().httpPayload)
    const body = this.#bodySchema(schema)
    const inBody = hasPayload || body.isUnitSchema() ? {} : this.#bodies.read(body, request.body)
    const elsewhere = members.flatMap(([name, member]) => {
      const value = this.#given(name, member, request)
      return value === undefined ? [] : [[name, value] as const]
    })
    return { ...inBody, ...Object.fromEntries(elsewhere) }
  }

  #given(name: string, member: NormalizedSchema, { labels, headers, query, body }: RestRequest): unknown {
    const traits = member.getMergedTraits()
    if (traits.httpLabel) return this.#text(member, decoded(own(labels, name) ?? ''))
    if (traits.httpHeader) return this.#text(member, own(headers, traits.httpHeader.toLowerCase()))
    if (traits.httpQuery) return this.#queried(member, query.getAll(traits.httpQuery))
    if (traits.httpQueryParams) return Object.fromEntries(query)
    if (traits.httpPrefixHeaders !== undefined) return prefixed(headers, traits.httpPrefixHeaders.toLowerCase())
    if (!traits.httpPayload || body.length === 0) return undefined
    if (member.isBlobSchema()) return body
    return member.isStringSchema() ? body.toString() : this.#bodies.read(member, body)
  }

  #text(member: NormalizedSchema, given: string | readonly string[] | undefined): unknown {
    return given === undefined ? undefined : this.#reader.read(member, typeof given === 'string' ? given : given.join())
  }

  #queried(member: NormalizedSchema, given: readonly string[]): unknown {
    if (given.length === 0) return undefined
    if (!member.isListSchema()) return this.#text(member, given[0])
    return given.map((one) => this.#text(member.getValueSchema(), one))
  }

  write({ output: schema, http }: ModelledOperation, output: unknown): WireReply {
    const headers: Record<string, string> = {}
    const members = record.parse(output ?? {})
    let status = http?.status ?? 200
    let payload: WireReply['body'] | undefined
    for (const [name, member] of schema.isUnitSchema() ? [] : schema.structIterator()) {
      const { httpHeader, httpPrefixHeaders, httpResponseCode, httpPayload } = member.getMergedTraits()
      const value = own(members, name)
      if (value === undefined || value === null) continue
      if (httpHeader) headers[httpHeader.toLowerCase()] = this.#written(member, value)
      if (httpPrefixHeaders !== undefined) Object.assign(headers, withPrefix(httpPrefixHeaders, value))
      if (httpResponseCode) status = Number(value)
      if (httpPayload) payload = this.#payload(member, value)
    }
    if (hasPayload(schema)) return this.#answer(status, headers, payload ?? '')
    return this.#answer(status, headers, status === 204 ? '' : this.#bodies.write(this.#bodySchema(schema), members))
  }

  #answer(status: number, headers: Record<string, string>, body: WireReply['body']): WireReply {
    return { status, headers: { 'content-type': this.#contentType, ...headers }, body }
  }

  #payload(member: NormalizedSchema, value: unknown): WireReply['body'] {
    if (typeof value === 'string' || value instanceof Uint8Array || value instanceof Readable) return value
    return this.#bodies.write(member, value)
  }

  #written(member: NormalizedSchema, value: unknown): string {
    this.#writer.write(member, value)
    return this.#writer.flush()
  }

  /** The members that stand nowhere else, under the name of the whole. */
  #bodySchema(schema: NormalizedSchema): NormalizedSchema {
    if (schema.isUnitSchema()) return schema
    const known = this.#inBody.get(schema)
    if (known !== undefined) return known
    const members = [...schema.structIterator()].filter(([, member]) => isInBody(member))
    const made = NormalizedSchema.of(structure(schema.getName() ?? '', Object.fromEntries(members)))
    this.#inBody.set(schema, made)
    return made
  }
}

function isInBody(member: NormalizedSchema): boolean {
  const traits = member.getMergedTraits()
  return (
    traits.httpPrefixHeaders === undefined &&
    !(traits.httpLabel || traits.httpHeader || traits.httpQuery || traits.httpQueryParams) &&
    !(traits.httpPayload || traits.httpResponseCode)
  )
}

const hasPayload = (schema: NormalizedSchema) =>
  !schema.isUnitSchema() && [...schema.structIterator()].some(([, member]) => member.getMergedTraits().httpPayload)

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new AwsError('InvalidRequestException', `${text} contains a "%" that encodes nothing`)
  }
}

function prefixed(headers: RestRequest['headers'], prefix: string): Input {
  const found = Object.entries(headers).filter(([name]) => name.startsWith(prefix))
  return Object.fromEntries(found.map(([name, value]) => [name.slice(prefix.length), value]))
}

const withPrefix = (prefix: string, values: unknown) =>
  Object.fromEntries(Object.entries(record.parse(values)).map(([name, value]) => [`${prefix}${name}`, String(value)]))
