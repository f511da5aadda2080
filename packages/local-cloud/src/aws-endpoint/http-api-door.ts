import type { HttpApi } from '../services/api-gateway/http-api.ts'
import type { ReceivedRequest, WireReply } from '../wire/protocol.ts'
import { findSigner, queryOf } from './request.ts'

/** By id. */
export type HttpApis = ReadonlyMap<string, Pick<HttpApi, 'serve'>>

/**
 * In AWS an HTTP API has a host of its own, which a laptop's address cannot have: here it has a path, as with
 * LocalStack.
 */
const root = '/_aws/execute-api/'
export const httpApiPath = (id: string) => `${root}${id}`

/** What an HTTP API says to a request, if the request is for one. A signature for another service is none. */
export function askHttpApi(apis: HttpApis | undefined, request: ReceivedRequest): Promise<WireReply> | undefined {
  if (!request.url.startsWith(root)) return undefined
  const [, id = '', path = ''] = /^([^/?]*)(.*)$/.exec(request.url.slice(root.length)) ?? []
  const api = apis?.get(id)
  if (api === undefined) return Promise.resolve({ status: 404, headers: {}, body: '{"message":"Not Found"}' })
  const url = path.startsWith('/') ? path : `/${path}`
  const signer = findSigner(request.headers, queryOf(url))
  return api.serve({ ...request, url }, signer?.service === 'execute-api' ? signer.caller : undefined)
}
