import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { request as httpsRequest, type RequestOptions } from 'node:https'
import type { HttpsReply, HttpsRequest } from '../actions/api-call.ts'
import { CannotAct } from '../actions/failure.ts'
import { whyNoWayOut } from './environment.ts'
import { isPublic } from './public-address.ts'

/** What tests put in the place of the internet. */
export interface Surroundings {
  /** All addresses of a host. */
  readonly resolve: (host: string) => Promise<LookupAddress[]>
  /** Where the addresses, which were found to be public, really are. */
  readonly reach: (checked: readonly LookupAddress[]) => Pick<RequestOptions, 'port' | 'ca'> & {
    readonly addresses: readonly LookupAddress[]
  }
  /** For all together: finding the host, asking it, and its answer. */
  readonly milliseconds: number
}
const internet: Surroundings = {
  resolve: (host) => lookup(host, { all: true }),
  reach: (addresses) => ({ port: 443, addresses }),
  milliseconds: 10_000,
}

/** Of an answer of which nothing is used, no more is read. */
const mostRead = 65_536

/** An answer whose text is wanted. */
export interface TextReply {
  readonly status: number
  readonly text: string
}

/**
 * Requests to public hosts, without redirects. A host's addresses are looked up once, and the connection goes to one of
 * those that were found public: a second answer of DNS could lead into the network that this runs in. Rejects in words.
 */
export const httpsOut =
  (surroundings: Surroundings = internet) =>
  async (request: HttpsRequest): Promise<HttpsReply> => {
    const { status } = await exchange(surroundings, request, { take: readToEnd, late: '; it may have acted' })
    return { status }
  }

/** What stands at an `https:` address of a public host. Rejects in words, which do not repeat its path. */
export const httpsText =
  (most: number, surroundings: Surroundings = { ...internet, milliseconds: 5_000 }) =>
  async ({ hostname: host, pathname, search }: URL): Promise<TextReply> => {
    const request = { host, path: `${pathname}${search}`, method: 'GET', headers: { accept: 'text/calendar' } }
    const take = (response: IncomingMessage) => textOf(response, most)
    const { status, taken = '' } = await exchange(surroundings, request, { take, late: '' })
    return { status, text: taken }
  }

interface Exchange<Taken> {
  readonly take: (response: IncomingMessage) => Promise<Taken>
  /** What to say besides where no answer came in time. */
  readonly late: string
}

async function exchange<Taken>(surroundings: Surroundings, request: HttpsRequest, { take, late }: Exchange<Taken>) {
  const why = whyNoWayOut()
  if (why !== undefined) throw new CannotAct(`${request.host} was not asked: ${why}`)
  const signal = AbortSignal.timeout(surroundings.milliseconds)
  let isFound = false
  try {
    const addresses = await within(signal, publicAddresses(surroundings, request.host))
    isFound = true
    return await answerTo(request, surroundings.reach(addresses), signal, take)
  } catch (error) {
    if (error instanceof CannotAct) throw error
    const { host } = request
    if (signal.aborted) {
      throw new Error(`${host} did not answer within ${surroundings.milliseconds / 1000} seconds${isFound ? late : ''}`)
    }
    // Only the code: messages of Node's own may hold a part of what was sent.
    throw new Error(`${host} gave no answer: ${codeOf(error)}`)
  }
}

async function publicAddresses({ resolve }: Surroundings, host: string): Promise<LookupAddress[]> {
  const addresses = await resolve(host)
  const other = addresses.find(({ address }) => !isPublic(address))
  if (other !== undefined) {
    throw new CannotAct(`${host} leads to ${other.address}, which is no public address, so nothing was sent`)
  }
  if (addresses.length === 0) throw new CannotAct(`${host} has no address`)
  return addresses
}

async function answerTo<Taken>(
  { host, path, method, headers, body }: HttpsRequest,
  { addresses, ...where }: ReturnType<Surroundings['reach']>,
  signal: AbortSignal,
  take: (response: IncomingMessage) => Promise<Taken>,
): Promise<{ readonly status: number; readonly taken: Taken | undefined }> {
  const [first] = addresses
  const asked = httpsRequest({
    ...where,
    host,
    path,
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }) },
    signal,
    // A connection of its own, to the addresses that were checked; and no setting of the environment weakens TLS.
    agent: false,
    rejectUnauthorized: true,
    lookup: (_, { all }, found) =>
      all === true ? found(null, [...addresses]) : found(null, first?.address ?? '', first?.family),
  })
  // Faults after the answer change nothing any more; those before are heard by `once` as well.
  asked.on('error', () => undefined)
  const answered = once(asked, 'response', { signal })
  asked.end(body)
  const [response]: IncomingMessage[] = await answered
  const status = response?.statusCode ?? 0
  const taken = response && (await take(response))
  asked.destroy()
  return { status, taken }
}

async function textOf(response: IncomingMessage, most: number): Promise<string> {
  const chunks: Buffer[] = []
  let read = 0
  for await (const chunk of response) {
    const bytes = Buffer.from(chunk)
    read += bytes.byteLength
    if (read > most) throw new CannotAct(`what it answers is larger than ${most} bytes`)
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Who hangs up early may stop what the host is doing. But its answer is known already, whatever becomes of the rest. */
async function readToEnd(response: IncomingMessage): Promise<void> {
  let read = 0
  try {
    for await (const chunk of response) {
      read += Buffer.byteLength(chunk)
      if (read >= mostRead) return
    }
  } catch {
    // Cut off, or the time is over.
  }
}

const within = <T>(signal: AbortSignal, work: Promise<T>): Promise<T> =>
  Promise.race([work, once(signal, 'abort').then(() => Promise.reject(new Error('out of time')))])

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'an unknown fault'
}
