import * as z from 'zod/mini'
import { inputOf } from './input.ts'

/** Made by us, or about the connection. */
const reserved = [
  'authorization',
  'proxy-authorization',
  'idempotency-key',
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'proxy-connection',
  'keep-alive',
  'te',
  'trailer',
  'upgrade',
  'expect',
]

const host = z
  .string('some text')
  .check(
    z.regex(
      /^(?=.{4,200}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/,
      'the full name of a host, in small letters: no address, no port',
    ),
    z.describe('the host’s full name, which must lead to public addresses alone; port 443'),
  )
const path = z
  .string('some text')
  .check(
    z.regex(
      /^\/[!"$-~]{0,499}$/,
      'a path that begins with /, and its query; at most 500 characters, none of them # or a space',
    ),
    z.describe('the path, and the query if there is one; nothing secret, for people read it in the incident'),
  )
const headerName = z.string().check(
  z.regex(/^[a-z0-9-]{1,64}$/, 'a header’s name in small letters'),
  z.refine((name) => !reserved.includes(name), `none of ${reserved.join(', ')}`),
)
const headerValue = z.string('some text').check(z.regex(/^[ -~]{0,1000}$/, 'at most 1000 plain characters'))
const mostHeaders = 20
/** In bytes, as it is sent. */
const largestBody = 65_536

const request = inputOf({
  host,
  path,
  method: z
    ._default(z.enum(['POST', 'GET', 'PUT', 'DELETE', 'PATCH']), 'POST')
    .check(z.describe('POST unless told; or GET, PUT, DELETE, PATCH')),
  headers: z.optional(
    z.record(headerName, headerValue).check(
      z.refine((all) => Object.keys(all).length <= mostHeaders, `at most ${mostHeaders} headers`),
      z.describe('more headers; nothing secret, for people read them in the incident'),
    ),
  ),
  body: z.optional(
    z.json().check(
      z.refine(
        (body) => Buffer.byteLength(JSON.stringify(body)) <= largestBody,
        `at most ${largestBody} bytes of JSON`,
      ),
      z.describe('what is sent, as JSON'),
    ),
  ),
  secret: z.optional(
    z
      .string('some text')
      .check(
        z.regex(/^(\/[\w.-]{1,100}){1,10}$/, 'a parameter’s name that begins with /'),
        z.describe(
          'the name of an SSM parameter, a SecureString under the account’s own key for SSM, whose value is sent as the header authorization',
        ),
      ),
  ),
})
export const requestInput = request.check(
  z.refine(({ method, body }) => method !== 'GET' || body === undefined, { error: 'a GET has none', path: ['body'] }),
)
export type RequestInput = z.infer<typeof requestInput>
