import { connect } from 'node:net'
import type { Way } from '../../agent/link/broker-address.ts'
import type { AgentClock } from '../../agent/clock/clock.ts'
import { connectionTrouble, isAboutOurCertificate } from '../../agent/link/connection-trouble.ts'
import type { TlsIdentity } from '../../agent/link/tls-identity.ts'
import { connectSecurely } from '../../agent/link/transport.ts'

/** How long to wait, in milliseconds. */
export interface KnockPatience {
  /** Until the other side answers. */
  readonly answer: number
  /** For a refusal of our certificate: in TLS 1.3 it comes only after the handshake. */
  readonly refusal: number
}
const usualPatience: KnockPatience = { answer: 10_000, refusal: 1500 }

/** What happened at one of the broker's ports, before any MQTT. */
export type Knock =
  | { readonly kind: 'open' }
  | { readonly kind: 'closed'; readonly why: string }
  /** The server there is not a broker that we trust. */
  | { readonly kind: 'stranger'; readonly why: string }
  /** It is open, but refuses our certificate. */
  | { readonly kind: 'refused'; readonly why: string }

/** Knocks without MQTT, so that it does not cut off another connection of this light. */
export function knock(
  way: Way,
  identity: TlsIdentity,
  clock: AgentClock,
  { answer, refusal }: KnockPatience = usualPatience,
): Promise<Knock> {
  const { promise, resolve } = Promise.withResolvers<Knock>()
  const socket = way.isSecure ? connectSecurely(way, identity) : connect({ host: way.host, port: way.port })
  let isConnected = false
  let cancel = clock.after(answer, () => resolve({ kind: 'closed', why: `no answer on port ${way.port}` }))
  socket.once(way.isSecure ? 'secureConnect' : 'connect', () => {
    isConnected = true
    cancel()
    if (way.isSecure) cancel = clock.after(refusal, () => resolve({ kind: 'open' }))
    else resolve({ kind: 'open' })
  })
  socket.on('error', (error) => resolve(meaningOf(error, way, isConnected)))
  socket.on('close', () => resolve(meaningOf(undefined, way, isConnected)))
  // Needed to notice when the other side closes.
  socket.resume()
  return promise.finally(() => {
    cancel()
    socket.destroy()
  })
}

function meaningOf(error: Error | undefined, way: Way, isConnected: boolean): Knock {
  const why = connectionTrouble(error, way, false)
  if (error !== undefined && isAboutOurCertificate(error)) return { kind: 'refused', why }
  if (isConnected && way.isSecure)
    return { kind: 'refused', why: 'the broker closes the connection when it sees the certificate' }
  return { kind: isAboutTheirs(error) ? 'stranger' : 'closed', why }
}

/** Codes of Node and OpenSSL for a bad server certificate, and for a server without TLS. */
const isAboutTheirs = (error: Error | undefined) =>
  error !== undefined &&
  'code' in error &&
  typeof error.code === 'string' &&
  /CERT|ISSUER|SIGNATURE|^ERR_(SSL|TLS)_/.test(error.code)
