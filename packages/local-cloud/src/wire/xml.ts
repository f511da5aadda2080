import { XmlShapeDeserializer, XmlShapeSerializer } from '@aws-sdk/core/protocols'
import type { NormalizedSchema } from '@smithy/core/schema'
import type { $SchemaRef, Schema, StaticStructureSchema } from '@smithy/types'
import { AwsError, type Input } from '../service.ts'

export const xmlTimes = { useTrait: true, default: 5 } as const

/** Reads and writes XML as a schema has it. */
export class XmlBodies {
  readonly #reader
  readonly #writer

  constructor(xmlNamespace: string) {
    const settings = { xmlNamespace, serviceNamespace: '', timestampFormat: xmlTimes, httpBindings: true }
    this.#reader = new XmlShapeDeserializer(settings)
    this.#writer = new XmlShapeSerializer(settings)
  }

  /** Throws `AwsError` for a body that is not XML. */
  read(schema: NormalizedSchema, body: Buffer): Input {
    if (body.length === 0 || schema.isUnitSchema()) return {}
    try {
      return this.#reader.read(schema, body)
    } catch (error) {
      throw new AwsError('MalformedXML', `The body is not the XML that this operation takes: ${String(error)}`)
    }
  }

  /** The root element has the schema's name. */
  write(schema: Schema, value: unknown): string {
    this.#writer.write(schema, value)
    return String(this.#writer.flush())
  }
}

/** A schema of our own, for what stands around outputs and errors. */
export const structure = (name: string, members: Readonly<Record<string, $SchemaRef>>): StaticStructureSchema => [
  3,
  '',
  name,
  0,
  Object.keys(members),
  Object.values(members),
]

/** A denial is called `AccessDenied` by services that write XML, unless the model has another name for it. */
export function xmlCode({ code }: AwsError, denied = 'AccessDenied'): string {
  return code === 'AccessDeniedException' ? denied : code
}
