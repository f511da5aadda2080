import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { createSecureContext, type SecureContext } from 'node:tls'
import { amazonRoots } from './amazon-roots.ts'

/** Texts in PEM. */
export interface Pems {
  /** The device's own; a broker that asks for none can do without. */
  readonly own?: { readonly certificate: string; readonly key: string }
  /** Who must have signed the broker's certificate; Amazon's roots unless told. */
  readonly authority?: string
}

/** What one end of a TLS connection shows, and whom it trusts. */
export interface TlsIdentity {
  readonly context: SecureContext
  /** When the device's certificate ends, ISO 8601; missing where there is none. */
  readonly certificateEnds?: string
}

/** Certificate, key or authority cannot be used; the message says which and why, and holds nothing of them. */
export class UnusableIdentity extends Error {
  override readonly name = 'UnusableIdentity'
}

/** Throws `UnusableIdentity`. */
export function tlsIdentity({ own, authority }: Pems = {}): TlsIdentity {
  const ca = authority === undefined ? [...amazonRoots] : readAuthority(authority)
  if (own === undefined) return { context: createSecureContext({ minVersion: 'TLSv1.2', ca }) }

  const certificate = read('certificate', () => new X509Certificate(own.certificate))
  const key = read('key', () => createPrivateKey(own.key))
  if (!isPair(certificate, key)) throw new UnusableIdentity('the key is not the one that the certificate was made for')
  return {
    context: createSecureContext({ minVersion: 'TLSv1.2', ca, cert: own.certificate, key: own.key }),
    certificateEnds: certificate.validToDate.toISOString(),
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
    // OpenSSL's own words; a cause could carry what was read into a log.
    const why = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    throw new UnusableIdentity(`the ${what} is not one in PEM that can be read${why}`)
  }
}

const isPair = (certificate: X509Certificate, key: KeyObject) => certificate.checkPrivateKey(key)
