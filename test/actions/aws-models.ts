import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { motoVersion } from '../../packages/local-cloud/test/peer-versions.ts'
import { whereInstalled } from '../../packages/local-cloud/test/peers.ts'
import type { Exchange } from './an-imitation.ts'

// AWS's own models of its services, limits and required members included, as botocore (PyPI) brings them with moto. The
// SDK for JavaScript is made from the same models, but its clients keep the names and types alone.

const home = join(import.meta.dirname, '../../.cache/moto')
export const withAwsModels = whereInstalled(
  [join(home, 'bin/moto_server')],
  'botocore',
  `python3 -m venv .cache/moto && .cache/moto/bin/pip install 'moto[server]==${motoVersion}'`,
)

const member = z.object({
  shape: z.string(),
  location: z.string().optional(),
  locationName: z.string().optional(),
})
const shape = z.object({
  type: z.string(),
  members: z.record(z.string(), member).default({}),
  required: z.array(z.string()).default([]),
  member: member.optional(),
  key: member.optional(),
  value: member.optional(),
  enum: z.array(z.string()).optional(),
  pattern: z.string().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
})
type Shape = z.infer<typeof shape>
const model = z.object({
  operations: z.record(
    z.string(),
    z.object({
      http: z.object({ method: z.string(), requestUri: z.string(), responseCode: z.number().optional() }).optional(),
      input: member.optional(),
      output: member.optional(),
    }),
  ),
  shapes: z.record(z.string(), shape),
})
type Model = z.infer<typeof model>

/** What AWS's model has against a call and its imitated answer, with where. Reads the service's model once. */
export function objectionsTo({ Client, operation, request, answer }: Exchange): string[] {
  const known = modelOf(Client.name.replace(/Client$/, ''))
  const described = known.operations[operation]
  if (described === undefined) return [`${Client.name} has no ${operation}`]
  const about = (what: 'input' | 'output', value: unknown, whole: boolean) =>
    objections({ known, whole }, described[what]?.shape, value, `${operation} ${what}`)
  return [...about('input', request, true), ...about('output', answer ?? {}, false)]
}

/** Botocore's folders, where they are not called as the SDK's client is. */
const folders: Readonly<Record<string, string>> = { sfn: 'stepfunctions', eventbridge: 'events' }

const models = new Map<string, Model>()
/** @param client its class's name, without `Client` */
export function modelOf(client: string): Model {
  const found = models.get(client)
  if (found !== undefined) return found
  const plain = client.toLowerCase()
  const names = globSync(join(home, 'lib/*/site-packages/botocore/data/*/*/service-2.json.gz')).sort()
  const file = names.findLast((path) => {
    const folder = path.split('/').at(-3)
    return folder?.replaceAll('-', '') === (folders[plain] ?? plain)
  })
  if (file === undefined) throw new Error(`botocore has no model for ${client}`)
  const read = model.parse(JSON.parse(gunzipSync(readFileSync(file)).toString()))
  models.set(client, read)
  return read
}

interface Held {
  readonly known: Model
  /** Whether all that is required has to be there: an imitation answers no more than its action reads. */
  readonly whole: boolean
}

function objections(held: Held, name: string | undefined, value: unknown, path: string): string[] {
  const { type, ...limits } =
    (name === undefined ? undefined : held.known.shapes[name]) ?? shape.parse({ type: 'structure' })
  switch (type) {
    case 'structure':
      return ofStructure(held, limits, value, path)
    case 'list':
      return Array.isArray(value)
        ? [
            ...ofRange(limits, value.length, `${path}: entries`),
            ...value.flatMap((each, i) => objections(held, limits.member?.shape, each, `${path}[${i}]`)),
          ]
        : [`${path} is no list`]
    case 'map':
      return isRecord(value)
        ? Object.entries(value).flatMap(([key, each]) => [
            ...objections(held, limits.key?.shape, key, `${path} key`),
            ...objections(held, limits.value?.shape, each, `${path}.${key}`),
          ])
        : [`${path} is no map`]
    case 'string':
      return ofText(limits, value, path)
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
      return typeof value === 'number' ? ofRange(limits, value, path) : [`${path} is no number`]
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${path} is neither true nor false`]
    case 'timestamp':
      return value instanceof Date ? [] : [`${path} is no Date`]
    case 'blob':
      return value instanceof Uint8Array || typeof value === 'string' ? [] : [`${path} is no blob`]
    default:
      return [`${path}: the type ${type} is not known to this check`]
  }
}

type Limits = Omit<Shape, 'type'>

function ofStructure(held: Held, { members, required }: Limits, value: unknown, path: string): string[] {
  if (!isRecord(value)) return [`${path} is no structure`]
  const given = Object.entries(value).filter(([, each]) => each !== undefined)
  const missing = held.whole ? required.filter((field) => !given.some(([name]) => name === field)) : []
  return [
    ...missing.map((field) => `${path} lacks ${field}`),
    ...given.flatMap(([field, each]) => {
      const known = members[field]
      if (known !== undefined) return objections(held, known.shape, each, `${path}.${field}`)
      return field === '$metadata' ? [] : [`${path} has no ${field}`]
    }),
  ]
}

function ofText(limits: Limits, value: unknown, path: string): string[] {
  if (typeof value !== 'string') return [`${path} is no text`]
  const { enum: values, pattern } = limits
  return [
    ...ofRange(limits, value.length, `${path}: length`),
    ...(values?.includes(value) === false ? [`${path} cannot be ${value}`] : []),
    ...(pattern !== undefined && !matches(pattern, value) ? [`${path} does not match ${pattern}: ${value}`] : []),
  ]
}

/** Patterns are of Java's and Python's kind: a few of them are none to JavaScript. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value)
  } catch {
    return true
  }
}

function ofRange({ min, max }: Limits, size: number, path: string): string[] {
  return [
    ...(min !== undefined && size < min ? [`${path} at least ${min}, not ${size}`] : []),
    ...(max !== undefined && size > max ? [`${path} at most ${max}, not ${size}`] : []),
  ]
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
