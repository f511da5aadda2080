import { type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { AwsError } from '../aws-error.ts'
import { type Caller, owner } from '../caller.ts'

/** The most that any of the services takes: a DynamoDB batch. Bytes. */
const largestBody = 16 * 1024 * 1024

/** Throws `AwsError` for what a web page could have sent: browsers reach 127.0.0.1 too, and signatures are not checked. */
export function refuseBrowsers(headers: IncomingHttpHeaders): void {
  if (headers.origin !== undefined) throw new AwsError('AccessDenied', 'No web page may call this endpoint.', 403)
  const host = headers.host ?? ''
  // Another name that leads here is DNS rebinding: a page that has its own domain point to this machine.
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host)) {
    throw new AwsError('AccessDenied', `This endpoint is called by a loopback name, not "${host}".`, 403)
  }
}

/** @param url path and query */
export const queryOf = (url: string) => new URLSearchParams(url.split(/\?(.*)/s)[1])

export interface Signer {
  /** The signing name of the AWS service that is meant: `dynamodb`, `iotdata`, … */
  readonly service: string
  readonly caller: Caller
}

/**
 * Who calls which service, by the request's SigV4 credential scope, which stands in a presigned URL too. The access key
 * `LOCAL.<name>` is the function `<name>`'s, and `LOCAL.<role>:<session>` was given to the session that assumed that role; a caller with
 * another key is on this machine, and its owner. The signature itself is not checked.
 */
export function signerOf(headers: IncomingHttpHeaders, query: URLSearchParams): Signer {
  const signer = findSigner(headers, query)
  if (signer !== undefined) return signer
  throw new AwsError('MissingAuthenticationToken', 'The request has no AWS Signature Version 4.', 403)
}

/** `undefined` for a request without a signature. */
export function findSigner(headers: IncomingHttpHeaders, query: URLSearchParams): Signer | undefined {
  const presigned = query.get('X-Amz-Credential')
  const said = headers.authorization ?? (presigned === null ? '' : `Credential=${presigned}`)
  const { key, service } = credential.exec(said)?.groups ?? {}
  return key === undefined || service === undefined ? undefined : { service, caller: callerOf(key) }
}

function callerOf(key: string): Caller {
  const { name, session } = /^LOCAL\.(?<name>[^:]+)(:(?<session>.+))?$/.exec(key)?.groups ?? {}
  if (name === undefined) return owner
  return session === undefined ? { kind: 'function', name } : { kind: 'role', name, session }
}
/** What `callerOf` understands. */
export const roleAccessKey = (role: string, session: string) => `LOCAL.${role}:${session}`
const credential = /Credential=(?<key>[^/\s]+)\/\d{8}\/[^/]+\/(?<service>[^/]+)\/aws4_request/

/** Rejects with `AwsError` when it is larger than any service takes. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    length += chunk.length
    if (length > largestBody) throw new AwsError('RequestEntityTooLargeException', 'The body is over 16 MB.', 413)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
