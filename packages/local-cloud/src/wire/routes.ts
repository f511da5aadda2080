import type { IncomingHttpHeaders } from 'node:http'
import type { Model, ModelledOperation } from './model.ts'
import type { ReceivedRequest } from './protocol.ts'
import { own } from '../own.ts'

interface Route {
  readonly operation: ModelledOperation
  readonly method: string
  readonly pattern: RegExp
  /** What must stand in the query, with or without a value: `?acl`. */
  readonly query: readonly (readonly [name: string, value: string])[]
  /** Members of the query and of the headers without which the input would not be whole. */
  readonly required: Required
}

export interface Routed {
  readonly operation: ModelledOperation
  /** Parts of the path that are input members, percent-encoded as they came. */
  readonly labels: Readonly<Record<string, string>>
}

/** Which operation a method and a path stand for, by the model's HTTP bindings. */
export class Routes {
  readonly #byMethod: ReadonlyMap<string, readonly Route[]>

  constructor(model: Model) {
    const routes = [...model.operations.values()].flatMap(routeOf).toSorted((a, b) => weight(b) - weight(a))
    this.#byMethod = Map.groupBy(routes, ({ method }) => method)
  }

  find({ method, headers }: ReceivedRequest, path: string, query: URLSearchParams): Routed | undefined {
    for (const route of this.#byMethod.get(method) ?? []) {
      const labels = route.pattern.exec(path)
      if (labels === null || !saysAll(route, headers, query)) continue
      return { operation: route.operation, labels: labels.groups ?? {} }
    }
    return undefined
  }
}

function saysAll({ query: wanted, required }: Route, headers: IncomingHttpHeaders, query: URLSearchParams): boolean {
  return (
    wanted.every(([name, value]) =>
      // It only tells AWS's log which operation it was: some clients leave it out.
      name === 'x-id' ? (query.get(name) ?? value) === value : query.has(name) && ['', query.get(name)].includes(value),
    ) &&
    required.query.every((name) => query.has(name)) &&
    required.headers.every((name) => own(headers, name) !== undefined)
  )
}

function routeOf(operation: ModelledOperation): Route[] {
  if (operation.http === undefined) return []
  const { method, path } = operation.http
  const [pathname = '', search] = path.split('?')
  const query = [...new URLSearchParams(search)]
  const whole = `${bucketBefore(operation, pathname)}${pathname}`
  const parts = whole.split(/(\{[^}]+\})/).map((part) => {
    const [, label, greedy] = /^\{([^+}]+)(\+)?\}$/.exec(part) ?? []
    if (label === undefined) return part.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&')
    return `(?<${label}>${greedy === undefined ? '[^/]+' : '.+'})`
  })
  const required = requiredOf(operation)
  return [{ operation, method, query, required, pattern: new RegExp(`^${parts.join('').replace(/\/$/, '')}/?$`) }]
}

interface Required {
  readonly query: readonly string[]
  readonly headers: readonly string[]
}

function requiredOf({ input }: ModelledOperation): Required {
  const schema: unknown = input.getSchema()
  // A structure's required members are its first; how many they are stands at its end.
  const count = Array.isArray(schema) ? Number(schema[6] ?? 0) : 0
  const members = input.isUnitSchema() ? [] : [...input.structIterator()].slice(0, count)
  const traits = members.map(([, member]) => member.getMergedTraits())
  return {
    query: traits.flatMap(({ httpQuery }) => httpQuery ?? []),
    headers: traits.flatMap(({ httpHeader }) => httpHeader?.toLowerCase() ?? []),
  }
}

/** S3's model leaves the bucket to the host's name, which its clients write into the path for a host as ours. */
function bucketBefore({ input }: ModelledOperation, path: string): string {
  const members = input.isUnitSchema() ? {} : input.getMemberSchemas()
  const isLabel = members['Bucket']?.getMergedTraits().httpLabel !== undefined
  return isLabel && !path.includes('{Bucket}') ? '/{Bucket}' : ''
}

/** What says more about a request comes first: `/things/{thingName}` only where `/things/all` is not meant. */
function weight({ pattern, query, required }: Route): number {
  const fixed = pattern.source.replaceAll(/\(\?<[^)]+\)/g, '').length
  const named = query.filter(([name]) => name !== 'x-id').length + required.query.length + required.headers.length
  return named * 10_000 + fixed * 10 - (pattern.source.includes('.+') ? 1 : 0)
}
