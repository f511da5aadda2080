import { JsonShapeDeserializer2, JsonShapeSerializer2 } from '@smithy/core/protocols'
import type { NormalizedSchema } from '@smithy/core/schema'
import { AwsError, type Input } from '../service.ts'

/** AWS's times in JSON are seconds since 1970, unless a member's schema says otherwise. */
export const jsonTimes = { useTrait: true, default: 7 } as const

/** Reads and writes JSON as a schema has it: base64 is bytes inside, a number of seconds is a date. */
export class JsonBodies {
  readonly #reader
  readonly #writer

  /** @param jsonName whether members may have another name in JSON */
  constructor({ jsonName }: { readonly jsonName: boolean }) {
    this.#reader = new JsonShapeDeserializer2({ jsonName, timestampFormat: jsonTimes })
    this.#writer = new JsonShapeSerializer2({ jsonName, timestampFormat: jsonTimes })
  }

  /** Throws `AwsError` for a body that is not a JSON object. */
  read(schema: NormalizedSchema, body: Buffer): Input {
    const json = jsonObject(body)
    return schema.isUnitSchema() ? {} : this.#reader.readObject(schema, json)
  }

  write(schema: NormalizedSchema, value: unknown): Uint8Array | string {
    if (schema.isUnitSchema()) return '{}'
    this.#writer.write(schema, value ?? {})
    return this.#writer.flush()
  }
}

/** Throws `AwsError`. */
export function jsonObject(body: Buffer): Record<string, never> {
  if (body.length === 0) return {}
  const value = parsed(body)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new AwsError('SerializationException', 'The body is not a JSON object.')
}

function parsed(body: Buffer) {
  try {
    return JSON.parse(body.toString())
  } catch (error) {
    throw new AwsError('SerializationException', `The body is not JSON: ${String(error)}`)
  }
}

/** An error's own members beside its message, as far as the model knows them. */
export function jsonError(error: AwsError, schema: NormalizedSchema | undefined): Record<string, unknown> {
  const { message, status, extra } = error
  const members = schema?.getMemberSchemas() ?? {}
  return {
    message,
    ...('Message' in members && { Message: message }),
    ...('Type' in members && { Type: status < 500 ? 'User' : 'Service' }),
    ...extra,
  }
}
