import { NormalizedSchema } from '@smithy/core/schema'
import type { SchemaTraitsObject, StaticErrorSchema, StaticOperationSchema } from '@smithy/types'
import { z } from 'zod'

/** What an SDK client's package exports: its schemas, beside its client class and its commands. */
export type ClientModule = Readonly<Record<string, unknown>>

export interface ModelledOperation {
  readonly name: string
  readonly input: NormalizedSchema
  readonly output: NormalizedSchema
  /** Of operations that stand in the method and the path. */
  readonly http: { readonly method: string; readonly path: string; readonly status: number } | undefined
}

/** A service's wire format, as its SDK client describes it. */
export interface Model {
  /** `awsJson1_0`, `restXml`, … */
  readonly protocol: string
  readonly xmlNamespace: string
  /** Whether errors also say how they were called in the Query protocol that the service spoke before. */
  readonly queryCompatible: boolean
  readonly operations: ReadonlyMap<string, ModelledOperation>
  /** By the code that stands on the wire. */
  readonly errors: ReadonlyMap<string, NormalizedSchema>
}

const settings = z.looseObject({
  protocol: z.custom<{ getShapeId(): string }>(
    (value) => typeof value === 'object' && value !== null && 'getShapeId' in value,
  ),
  protocolSettings: z
    .object({
      xmlNamespace: z.string().default(''),
      awsQueryCompatible: z.boolean().default(false),
    })
    .prefault({}),
})

/** Throws an Error for a package that is not an SDK client with schemas. */
export function modelOf(client: ClientModule): Model {
  const { protocol, protocolSettings } = settings.parse(settingsOf(client))
  const schemas = Object.values(client)
  const operations = schemas.filter(isOperation).map(operationOf)
  const errors = schemas.filter(isError).flatMap((schema) => namesOf(schema).map((name) => [name, schema] as const))
  return {
    protocol: protocol.getShapeId().split('#')[1] ?? '',
    xmlNamespace: protocolSettings.xmlNamespace,
    queryCompatible: protocolSettings.awsQueryCompatible,
    operations: new Map(operations.map((operation) => [operation.name, operation])),
    errors: new Map(errors.map(([name, schema]) => [name, NormalizedSchema.of(schema)])),
  }
}

/** The package exports no settings of its protocol; each of its clients has them. */
function settingsOf(client: ClientModule): unknown {
  const found = Object.entries(client).find(([name]) => name.endsWith('Client') && !name.startsWith('_'))?.[1]
  if (typeof found !== 'function') throw new Error('Not the package of an SDK client')
  const credentials = { accessKeyId: 'none', secretAccessKey: 'none' }
  const made: unknown = Reflect.construct(found, [{ region: 'none', credentials }])
  return typeof made === 'object' && made !== null && 'config' in made ? made.config : undefined
}

function operationOf([, , name, traits, input, output]: StaticOperationSchema): ModelledOperation {
  const http = typeof traits === 'object' ? traits.http : undefined
  return {
    name,
    input: NormalizedSchema.of(input),
    output: NormalizedSchema.of(output),
    http: http && { method: http[0], path: http[1], status: http[2] },
  }
}

/** The Query protocol has names of its own for some errors. */
function namesOf(schema: StaticErrorSchema): readonly string[] {
  const [, , name, traits] = schema
  const inQuery = typeof traits === 'object' ? queryName(traits) : undefined
  return inQuery === undefined ? [name] : [name, inQuery]
}

const queryError = z.object({ awsQueryError: z.tuple([z.string(), z.number()]) })

/** How an error was called in the Query protocol that the service spoke before, or still speaks. */
export const queryName = (traits: SchemaTraitsObject) => queryError.safeParse(traits).data?.awsQueryError[0]

const isOperation = (value: unknown): value is StaticOperationSchema => Array.isArray(value) && value[0] === 9
/** Each client has one more for what none of the service's own errors is. */
const isError = (value: unknown): value is StaticErrorSchema =>
  Array.isArray(value) && value[0] === -3 && !String(value[1]).startsWith('smithy.ts.sdk.synthetic')
