import { type Answer, type RestService, type Routed } from './protocols.ts'
import { type Api, AwsError } from '../service.ts'

/** The REST paths of AWS IoT Core's data plane. */
export function iotDataService(api: Api): RestService {
  return { protocol: 'rest', api, route, respond }
}

function route(method: string, url: string, _headers: unknown, body: Buffer): Routed | undefined {
  const { pathname, searchParams } = new URL(url, 'http://localhost')
  // A topic's slashes come percent-encoded from the SDKs, and bare from people.
  const [, collection = '', rest] = /^\/([^/]+)(?:\/(.+))?$/.exec(pathname) ?? []
  const topic = rest === undefined ? undefined : decodeURIComponent(rest)
  if (method === 'POST' && collection === 'topics' && topic !== undefined) {
    return { operation: 'Publish', input: { topic, ...publishOptions(searchParams), payload: body } }
  }
  if (method !== 'GET' || collection !== 'retainedMessage') return undefined
  if (topic === undefined) return { operation: 'ListRetainedMessages', input: {} }
  return { operation: 'GetRetainedMessage', input: { topic } }
}

function publishOptions(query: URLSearchParams) {
  for (const name of query.keys()) {
    if (name === 'qos' || name === 'retain') continue
    throw new AwsError('InvalidRequestException', `iotdata:Publish with ${name} is not modelled locally`, 501)
  }
  return { qos: Number(query.get('qos') ?? 0), retain: query.get('retain') === 'true' }
}

function respond(operation: string, output: unknown): Answer {
  const body = operation === 'Publish' ? { message: 'OK' } : output
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
