import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { request as httpsRequest, type RequestOptions } from 'node:https'
import type { HttpsReply, HttpsRequest } from '../actions/api-call.ts'
import { CannotAct } from '../actions/failure.ts'
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

/** Of an answer, no more is read; nothing of it is used. */
const mostRead = 65_536

/**
 * Requests to public hosts, without redirects. A host's addresses are looked up once, and the connection goes to one of
 * those that were found public: a second answer of DNS could lead into the network that this runs in. Rejects in words.
 */
export const httpsOut =
  (surroundings: Surroundings = internet) =>
  async (request: HttpsRequest): Promise<HttpsReply> => {
    const signal = AbortSignal.timeout(surroundings.milliseconds)
    try {
      const addresses = await within(signal, publicAddresses(surroundings, request.host))
      return await answerTo(request, surroundings.reach(addresses), signal)
    } catch (error) {
      if (error instanceof CannotAct) throw error
      const { host } = request
      if (signal.aborted) {
        throw new Error(`${host} did not answer within ${surroundings.milliseconds / 1000} seconds; it may have acted`)
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

async function answerTo(
  { host, path, method, headers, body }: HttpsRequest,
  { addresses, ...where }: ReturnType<Surroundings['reach']>,
  signal: AbortSignal,
): Promise<HttpsReply> {
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
  if (response !== undefined) await readToEnd(response)
  asked.destroy()
  return { status }
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
