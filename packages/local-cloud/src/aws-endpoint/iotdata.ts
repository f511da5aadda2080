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
  if (collection === 'connections' && rest !== undefined) return connectionRoute(method, rest, searchParams, body)
  const topic = rest === undefined ? undefined : decoded(rest)
  if (method === 'POST' && collection === 'topics' && topic !== undefined) {
    const options = optionsIn('Publish', searchParams, { qos: Number, retain: isTrue })
    return { operation: 'Publish', input: { topic, ...options, payload: body } }
  }
  if (method !== 'GET' || collection !== 'retainedMessage') return undefined
  if (topic === undefined) return { operation: 'ListRetainedMessages', input: {} }
  return { operation: 'GetRetainedMessage', input: { topic } }
}

/** @param rest what stands behind `/connections/`; a client id's own slashes are percent-encoded */
function connectionRoute(method: string, rest: string, query: URLSearchParams, body: Buffer): Routed | undefined {
  const [encoded = '', messages, ...more] = rest.split('/')
  const clientId = decoded(encoded)
  if (method === 'POST' && messages === 'messages' && more.length === 0) {
    const known = { topic: String, confirmation: isTrue, timeout: Number, contentType: String, responseTopic: String }
    const options = optionsIn('SendDirectMessage', query, known)
    return { operation: 'SendDirectMessage', input: { clientId, ...options, payload: body } }
  }
  if (messages !== undefined) return undefined
  if (method === 'GET') {
    const options = optionsIn('GetConnection', query, { includeSocketInformation: isTrue })
    return { operation: 'GetConnection', input: { clientId, ...options } }
  }
  if (method !== 'DELETE') return undefined
  const options = optionsIn('DeleteConnection', query, { cleanSession: isTrue, preventWillMessage: isTrue })
  return { operation: 'DeleteConnection', input: { clientId, ...options } }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new AwsError('InvalidRequestException', `${text} holds a "%" that encodes nothing`)
  }
}

const isTrue = (text: string) => text === 'true'

/** Throws `AwsError` for an option that is not known. */
function optionsIn(
  operation: string,
  query: URLSearchParams,
  known: Readonly<Record<string, (text: string) => unknown>>,
): Record<string, unknown> {
  const options: Record<string, unknown> = {}
  for (const [name, text] of query) {
    const valueOf = Object.hasOwn(known, name) ? known[name] : undefined
    if (valueOf === undefined) {
      throw new AwsError('InvalidRequestException', `iotdata:${operation} with ${name} is not modelled locally`, 501)
    }
    options[name] = valueOf(text)
  }
  return options
}

function respond(operation: string, output: unknown): Answer {
  const body = operation === 'Publish' ? { message: 'OK' } : output
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
