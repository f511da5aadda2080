import { type Answer, notModelled, type RestService, type Routed } from './protocols.ts'
import { type Api, AwsError } from '../service.ts'
import { escaped, tag } from './xml.ts'

export interface QueryServiceProps {
  readonly api: Api
  /** Of the service's answers: `http://sns.amazonaws.com/doc/2010-03-31/`. */
  readonly namespace: string
  /** How this service calls a denial: `AuthorizationError`. */
  readonly denied: string
}

/**
 * AWS's Query protocol: a form in, with the operation in `Action`; XML out. The input is the form as it came, flat:
 * `MessageAttributes.entry.1.Name` and the like are its keys. The elements of a list in an output are called `member`.
 */
export function queryService({ api, namespace, denied }: QueryServiceProps): RestService {
  return {
    protocol: 'rest',
    api,
    route,
    respond: (operation, output) => respond(namespace, operation, output),
    refuse: (error) => refuse(namespace, error.code === 'AccessDeniedException' ? deniedAs(denied, error) : error),
  }
}

function route(method: string, _url: string, _headers: unknown, body: Buffer): Routed | undefined {
  if (method !== 'POST') return undefined
  const { Action: operation, Version: _, ...input } = Object.fromEntries(new URLSearchParams(body.toString()))
  if (operation === undefined) throw notModelled('a form without an Action')
  return { operation, input }
}

function respond(namespace: string, operation: string, output: unknown): Answer {
  return xml(200, tag(`${operation}Response`, tag(`${operation}Result`, written(output ?? {})), namespace))
}

function refuse(namespace: string, { code, message, status }: AwsError): Answer {
  const type = status < 500 ? 'Sender' : 'Receiver'
  const parts = { Type: type, Code: code, Message: message }
  const error = tag(
    'Error',
    Object.entries(parts).map(([name, text]) => tag(name, escaped(text))),
  )
  return xml(status, tag('ErrorResponse', [error], namespace))
}

function written(value: unknown): string {
  if (Array.isArray(value)) return value.map((element) => tag('member', written(element))).join('')
  if (typeof value !== 'object' || value === null) return escaped(value)
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return entries.map(([name, inner]) => tag(name, written(inner))).join('')
}

const deniedAs = (code: string, { message }: AwsError) => new AwsError(code, message, 403)

const xml = (status: number, body: string): Answer => ({ status, headers: { 'content-type': 'text/xml' }, body })
