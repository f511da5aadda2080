import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { nameOf } from '../src/x509/certificate.ts'
import { bitString, explicit, integer, oid, sequence } from '../src/x509/der.ts'
import { pemOf } from '../src/x509/pem.ts'

export const ecKeys = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' })

interface Parts {
  readonly keys?: { readonly publicKey: KeyObject; readonly privateKey: KeyObject }
  readonly subject?: Buffer
  /** Whose signature it bears, when that is another's. */
  readonly signedBy?: KeyObject
  readonly algorithm?: string
}

/** A request for a certificate, PKCS #10 in PEM, and the key that it is for. */
export function signingRequest({ keys = ecKeys(), subject = nameOf({ commonName: 'desk-1' }), ...parts }: Parts = {}) {
  const info = sequence(
    integer(Buffer.from([0])),
    subject,
    keys.publicKey.export({ format: 'der', type: 'spki' }),
    explicit(0),
  )
  const { signedBy = keys.privateKey, algorithm = '1.2.840.10045.4.3.2' } = parts
  const der = sequence(info, sequence(oid(algorithm)), bitString(sign('sha256', info, signedBy)))
  const key = String(keys.privateKey.export({ format: 'pem', type: 'pkcs8' }))
  return { csr: pemOf(der, 'CERTIFICATE REQUEST'), der, key }
}
