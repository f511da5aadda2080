import { type Answer, notModelled, type RestService, type Routed } from './protocols.ts'
import { type Api, AwsError } from '../service.ts'

export interface QueryServiceProps {
  readonly api: Api
  /** Of the service's answers: `http://sns.amazonaws.com/doc/2010-03-31/`. */
  readonly namespace: string
  /** How this service calls a denial: `AuthorizationError`. */
  readonly denied: string
}

/**
 * AWS's Query protocol: a form in, with the operation in `Action`; XML out. The input is the form as it came, flat:
 * `MessageAttributes.entry.1.Name` and the like are its keys. Of an output only texts at its top are written.
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
  const result = tag(
    `${operation}Result`,
    Object.entries(output ?? {}).map(([name, text]) => tag(name, escaped(text))),
  )
  return xml(200, tag(`${operation}Response`, [result], namespace))
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

const deniedAs = (code: string, { message }: AwsError) => new AwsError(code, message, 403)

const xml = (status: number, body: string): Answer => ({ status, headers: { 'content-type': 'text/xml' }, body })

const tag = (name: string, inside: string | readonly string[], namespace?: string) =>
  `<${name}${namespace === undefined ? '' : ` xmlns="${namespace}"`}>${[inside].flat().join('')}</${name}>`

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const escaped = (text: unknown) => String(text).replaceAll(/[&<>]/g, (sign) => entities[sign] ?? sign)
