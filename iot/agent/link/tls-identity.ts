import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { createSecureContext, type SecureContext } from 'node:tls'
import { amazonRoots } from './amazon-roots.ts'

/** Key and certificates as PEM texts. */
export interface Pems {
  /** The device's own; not needed if the broker asks for no certificate. */
  readonly own?: { readonly certificate: string; readonly key: string }
  /** The authority that must have signed the broker's certificate; by default Amazon's roots. */
  readonly authority?: string
}

/** What a device shows in a TLS connection, and whom it trusts. */
export interface TlsIdentity {
  readonly context: SecureContext
  /** When the device's certificate ends, ISO 8601; missing if there is none. */
  readonly certificateEnds?: string
}

/** Certificate, key or authority cannot be used. The message says which and why, and repeats nothing of them. */
export class UnusableIdentity extends Error {
  override readonly name = 'UnusableIdentity'
}

/** Throws `UnusableIdentity`. */
export function tlsIdentity({ own, authority }: Pems = {}): TlsIdentity {
  const ca = authority === undefined ? [...amazonRoots] : readAuthority(authority)
  if (own === undefined) return { context: createSecureContext({ minVersion: 'TLSv1.2', ca }) }

  const certificate = read('certificate', () => new X509Certificate(own.certificate))
  const key = read('key', () => createPrivateKey(own.key))
  if (!isPair(certificate, key)) throw new UnusableIdentity('the key does not belong to the certificate')
  return {
    context: createSecureContext({ minVersion: 'TLSv1.2', ca, cert: own.certificate, key: own.key }),
    certificateEnds: new Date(certificate.validTo).toISOString(),
  }
}

function readAuthority(pem: string): string {
  read("authority's certificate", () => new X509Certificate(pem))
  return pem
}

function read<T>(what: string, parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    // Only OpenSSL's code: a cause could carry the key into a log.
    const why = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    throw new UnusableIdentity(`the ${what} cannot be read: it is not valid PEM${why}`)
  }
}

const isPair = (certificate: X509Certificate, key: KeyObject) => certificate.checkPrivateKey(key)
