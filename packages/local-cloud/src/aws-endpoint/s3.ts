import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { type Clock } from '../clock.ts'
import { type FoundObject } from '../s3.ts'
import { type Api, AwsError } from '../service.ts'
import { type Answer, type RestService, type Routed } from './protocols.ts'
import { escaped, tag } from './xml.ts'

/** S3's paths, the bucket first. A presigned URL opens as long as it says; its signature is not checked. */
export function s3Service(api: Api, clock: Clock): RestService {
  return { protocol: 'rest', api, route: (method, url) => route(method, url, clock), respond, refuse }
}

const operations: Readonly<Record<string, string>> = { GET: 'GetObject', HEAD: 'HeadObject' }

function route(method: string, url: string, clock: Clock): Routed | undefined {
  const { pathname, searchParams } = new URL(url, 'http://localhost')
  const [, Bucket, key] = /^\/([^/]+)\/(.+)$/.exec(pathname) ?? []
  const operation = operations[method]
  if (operation === undefined || Bucket === undefined || key === undefined) return undefined
  if (searchParams.has('X-Amz-Signature')) refuseExpired(searchParams, clock.now())
  return { operation, input: { Bucket, Key: decodeURIComponent(key) } }
}

const minute = 60_000
const week = 7 * 24 * 3600
const presigned = z.object({
  'X-Amz-Date': z.string().regex(/^\d{8}T\d{6}Z$/),
  'X-Amz-Expires': z.coerce.number().int().min(1).max(week),
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
function refuseExpired(query: URLSearchParams, now: number): void {
  const { success, data, error } = presigned.safeParse(Object.fromEntries(query))
  if (!success) throw new AwsError('AuthorizationQueryParametersError', z.prettifyError(error), 400)
  const signedAt = Date.parse(
    data['X-Amz-Date'].replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
  )
  if (now > signedAt + data['X-Amz-Expires'] * 1000) throw new AwsError('AccessDenied', 'Request has expired', 403)
  // It may not be NaN either, so it is the other way round that is asked.
  if (!(signedAt <= now + 15 * minute)) throw new AwsError('AccessDenied', 'Request is not valid yet', 403)
}

const object: z.ZodType<FoundObject> = z.object({
  path: z.string(),
  bytes: z.number(),
  modifiedAt: z.number(),
  etag: z.string(),
})

function respond(operation: string, output: unknown): Answer {
  const { path, bytes, modifiedAt, etag } = object.parse(output)
  const headers = {
    'content-type': 'application/octet-stream',
    'content-length': String(bytes),
    'last-modified': new Date(modifiedAt).toUTCString(),
    etag,
  }
  return { status: 200, headers, body: operation === 'HeadObject' ? Readable.from([]) : createReadStream(path) }
}

const refuse = ({ code, message, status }: AwsError): Answer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: tag('Error', [tag('Code', escaped(code)), tag('Message', escaped(message))]),
})
