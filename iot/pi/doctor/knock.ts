import { connect } from 'node:net'
import type { Way } from '../../agent/link/broker-address.ts'
import type { Clock } from '../../agent/clock/clock.ts'
import { contactTrouble, isAboutOurCertificate } from '../../agent/link/contact-trouble.ts'
import type { TlsIdentity } from '../../agent/link/tls-identity.ts'
import { connectSecurely } from '../../agent/link/transport.ts'

/** How long to wait, in milliseconds. */
export interface KnockPatience {
  /** Until the other side answers. */
  readonly answer: number
  /** Until it would have refused our certificate: in TLS 1.3 it does so only after the handshake. */
  readonly refusal: number
}
const usualPatience: KnockPatience = { answer: 10_000, refusal: 1500 }

/** What happened at one of the broker's ports, before a word of MQTT was said. */
export type Knock =
  | { readonly kind: 'open' }
  | { readonly kind: 'closed'; readonly why: string }
  /** Whoever answers is not the broker that we trust. */
  | { readonly kind: 'stranger'; readonly why: string }
  /** It is open, but not to our certificate. */
  | { readonly kind: 'refused'; readonly why: string }

/** Knocks without saying who we are by MQTT: so no other connection of this light is cut off. */
export function knock(
  way: Way,
  identity: TlsIdentity,
  clock: Clock,
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
  // To hear of the other side's end.
  socket.resume()
  return promise.finally(() => {
    cancel()
    socket.destroy()
  })
}

function meaningOf(error: Error | undefined, way: Way, isConnected: boolean): Knock {
  const why = contactTrouble(error, way, false)
  if (error !== undefined && isAboutOurCertificate(error)) return { kind: 'refused', why }
  if (isConnected && way.isSecure) return { kind: 'refused', why: 'the broker hangs up once it has seen it' }
  return { kind: isAboutTheirs(error) ? 'stranger' : 'closed', why }
}

/** Node's and OpenSSL's codes for what is wrong with a server's certificate, and with what is no TLS at all. */
const isAboutTheirs = (error: Error | undefined) =>
  error !== undefined &&
  'code' in error &&
  typeof error.code === 'string' &&
  /CERT|ISSUER|SIGNATURE|^ERR_(SSL|TLS)_/.test(error.code)
