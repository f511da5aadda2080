import { once } from 'node:events'
import { type IncomingMessage, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { AwsError } from '../aws-error.ts'
import type { Caller } from '../caller.ts'
import type { WireReply, ReceivedRequest } from '../wire/protocol.ts'
import { protocolOf, type Service } from '../wire/wire.ts'
import { own } from '../own.ts'

/** The service's package, where it is not called as requests to it are signed. */
const packages: Readonly<Record<string, string>> = {
  'application-autoscaling': 'application-auto-scaling',
  apigateway: 'api-gateway',
  autoscaling: 'auto-scaling',
  elasticloadbalancing: 'elastic-load-balancing-v2',
  email: 'sesv2',
  es: 'opensearch',
  events: 'eventbridge',
  iotdata: 'iot-data-plane',
  logs: 'cloudwatch-logs',
  monitoring: 'cloudwatch',
  route53: 'route-53',
  secretsmanager: 'secrets-manager',
  states: 'sfn',
  tagging: 'resource-groups-tagging-api',
}
/** The service, where IAM does not call it as requests to it are signed. */
const prefixes: Readonly<Record<string, string>> = { email: 'ses', monitoring: 'cloudwatch', tagging: 'tag' }

/** The permission, where IAM calls it by another name than the operation's. */
const permissions: Readonly<Record<string, string>> = {
  'lambda:Invoke': 'lambda:InvokeFunction',
  's3:GetPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
  's3:PutPublicAccessBlock': 's3:PutBucketPublicAccessBlock',
  's3:DeletePublicAccessBlock': 's3:PutBucketPublicAccessBlock',
}

/**
 * Whether a call is about what lies outside of the template, so that the template's own things cannot be meant. It is then
 * played elsewhere, as is a service that is not imitated at all. `service` is the name under which the call is signed.
 */
export type Outside = (caller: Caller, service: string) => boolean

/** SDK clients by the name under which calls are signed: what a package of the SDK's exports. */
export type Clients = Readonly<Record<string, Service['client']>>

export interface NamedCall {
  readonly operation: string
  /** As IAM calls it: `rds:StopDBInstance`. */
  readonly action: string
  readonly input: Readonly<Record<string, unknown>>
  /** All ARNs that the input names at its top. */
  readonly arns: readonly string[]
}

/**
 * What a call to a service that is not imitated asks for. By the model of its SDK client, which is handed over or
 * installed; else by what stands in the request itself, which tells the operation in all protocols but REST.
 */
export async function namedCall(service: string, request: ReceivedRequest, clients: Clients = {}): Promise<NamedCall> {
  const { operation, input } = (await byModel(service, request, clients)) ?? byForm(request)
  const named = Object.values(input).flat()
  const arns = named.filter((value): value is string => typeof value === 'string' && value.startsWith('arn:'))
  const action = `${own(prefixes, service) ?? service}:${operation}`
  return { operation, action: own(permissions, action) ?? action, input, arns }
}

/** By the client that was handed over, or else the service: a client's protocol is read once. */
const servicesByClient = new Map<Service['client'] | string, Pick<Service, 'client'>>()

async function byModel(service: string, request: ReceivedRequest, clients: Clients) {
  const handed = own(clients, service)
  const client = handed ?? (() => import(`@aws-sdk/client-${own(packages, service) ?? service}`))
  const known = servicesByClient.get(handed ?? service) ?? { client }
  servicesByClient.set(handed ?? service, known)
  const protocol = await protocolOf(known).catch(() => undefined)
  try {
    const asked = protocol?.read(request)
    return asked && { operation: asked.operation.name, input: asked.input }
  } catch {
    return undefined
  }
}

function byForm({ method, url, headers, body }: ReceivedRequest) {
  const target = headers['x-amz-target']
  if (typeof target === 'string') return { operation: target.split('.').at(-1) ?? target, input: {} }
  const cbor = /^\/service\/[^/]+\/operation\/(?<name>[^/?]+)/.exec(url)?.groups?.['name']
  if (cbor !== undefined) return { operation: cbor, input: {} }
  const form = new URLSearchParams(method === 'POST' ? body.toString() : url.split('?')[1])
  const operation = form.get('Action')
  if (operation !== null) return { operation, input: Object.fromEntries(form) }
  // No operation is called so: only a role that may do anything with the service is allowed it.
  return { operation: `${method} ${url.split('?')[0]}`, input: {} }
}

/**
 * Hands a request on as it came, its signature included. The host too: what is answered may name a queue by a URL, which
 * is to lead here again, past the roles. Over TLS the host must be the certificate's, so an endpoint that checks
 * signatures refuses it. Rejects with `AwsError` when nobody answers there.
 */
export async function forwarded(endpoint: string, { method, url, headers, body }: ReceivedRequest): Promise<WireReply> {
  const to = new URL(url, endpoint)
  const isTls = to.protocol === 'https:'
  const send = isTls ? httpsRequest : httpRequest
  const sent = send(to, { method, headers: { ...headers, ...(isTls && { host: to.host }), connection: 'close' } })
  try {
    const answered = once(sent, 'response')
    sent.end(body)
    const [response] = await answered
    return answerFrom(response)
  } catch (error) {
    throw new AwsError('ServiceUnavailable', `ANDON_ELSEWHERE, ${endpoint}, does not answer: ${String(error)}`, 503)
  }
}

function answerFrom(response: IncomingMessage): WireReply {
  // These are about the one connection, not about the answer.
  const { connection: _, 'keep-alive': __, 'transfer-encoding': ___, ...headers } = response.headers
  const texts = Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')])
  return { status: response.statusCode ?? 502, headers: Object.fromEntries(texts), body: response }
}

/** @param isImitated whether other things of the service are */
export function refusedElsewhere(service: string, action: string, { isImitated }: { readonly isImitated: boolean }) {
  const what = isImitated ? `things of the service ${service} outside of the template are` : `the service ${service} is`
  return new AwsError(
    'UnknownOperationException',
    `${action}: ${what} not imitated here. ` +
      `Name an endpoint that plays ${isImitated ? 'them' : 'it'}, such as a moto server, in ANDON_ELSEWHERE.`,
    501,
  )
}
