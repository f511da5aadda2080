import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto'
import { type CloudClock } from '../clock.ts'
import { type Store } from '../store.ts'
import { certificate, extensions, nameOf } from './certificate.ts'
import { elementsOfSequence } from './der.ts'
import { pemOf } from './pem.ts'
import { type SigningRequest } from './signing-request.ts'

/** The laptop's own certificate authority: it stands in for Amazon's, for this laptop's broker and devices alone. */
export interface CertificateAuthority {
  /** PEM; for clients that are to trust the broker. */
  readonly certificate: string
  /** The same in DER. */
  readonly der: Buffer
  /** For a device, in PEM; undefined when the subject it asks for is no name. */
  certify(request: SigningRequest): string | undefined
  /** For a server at this IPv4 address, with a key of its own. PEM. */
  certifyServer(address: string): { readonly certificate: string; readonly key: string }
}

/** As AWS IoT names a certificate: the SHA-256 of its DER, in lower-case hex. */
export const certificateIdOf = (pem: string): string =>
  createHash('sha256').update(new X509Certificate(pem).raw).digest('hex')

const minute = 60_000
const day = 24 * 60 * minute
/** AWS IoT's own device certificates run until then. */
const endOf2049 = Date.UTC(2049, 11, 31, 23, 59, 59)

/** Opens the authority that the store keeps, or founds it. */
export function openAuthority(store: Store, clock: CloudClock): CertificateAuthority {
  const kept = store.collection<{ certificate: string; key: string }>('certificate-authority')
  const founded = kept.get('broker') ?? found(clock)
  kept.put('broker', founded)
  const key = createPrivateKey(founded.key)
  const { raw, publicKey } = new X509Certificate(founded.certificate)
  const by = { issuer: subjectIn(raw), authorityKey: extensions.authorityKey(inDer(publicKey)) }

  return {
    certificate: founded.certificate,
    der: raw,
    certify({ subject, publicKey: theirs }) {
      const der = leaf({ ...by, subject, publicKey: theirs, from: clock.now() - 2 * minute, usage: [] }, key)
      return isReadable(der) ? pemOf(der, 'CERTIFICATE') : undefined
    },
    certifyServer(address) {
      const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
      const usage = [extensions.serverOnly(), extensions.names(address === '127.0.0.1' ? ['localhost'] : [], [address])]
      const subject = nameOf({ commonName: address })
      const der = leaf({ ...by, subject, publicKey: inDer(pair.publicKey), from: clock.now() - day, usage }, key)
      return { certificate: pemOf(der, 'CERTIFICATE'), key: exported(pair.privateKey) }
    },
  }
}

function found(clock: CloudClock) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const name = nameOf({ commonName: 'Local cloud', organization: 'Local cloud' })
  const der = certificate(
    {
      issuer: name,
      subject: name,
      publicKey: inDer(publicKey),
      notBefore: clock.now() - day,
      notAfter: endOf2049,
      extensions: [
        extensions.authority(true),
        extensions.keyUsage('keyCertSign', 'cRLSign'),
        extensions.subjectKey(inDer(publicKey)),
      ],
    },
    privateKey,
  )
  return { certificate: pemOf(der, 'CERTIFICATE'), key: exported(privateKey) }
}

interface Leaf {
  readonly issuer: Buffer
  readonly authorityKey: Buffer
  readonly subject: Buffer
  readonly publicKey: Buffer
  /** Milliseconds since 1970. */
  readonly from: number
  readonly usage: readonly Buffer[]
}

function leaf({ issuer, authorityKey, subject, publicKey, from, usage }: Leaf, key: KeyObject): Buffer {
  return certificate(
    {
      issuer,
      subject,
      publicKey,
      notBefore: from,
      notAfter: endOf2049,
      extensions: [
        extensions.authority(false),
        extensions.keyUsage('digitalSignature'),
        extensions.subjectKey(publicKey),
        authorityKey,
        ...usage,
      ],
    },
    key,
  )
}

/** The subject came from outside, and stands in the certificate as it came. */
function isReadable(der: Buffer): boolean {
  try {
    return new X509Certificate(der).raw.equals(der)
  } catch {
    // Whatever OpenSSL says of it: it is no certificate.
    return false
  }
}

/** The sixth part of what is signed, after version, serial number, algorithm, issuer and validity. */
function subjectIn(certificateDer: Buffer): Buffer {
  const [toBeSigned] = elementsOfSequence(certificateDer)
  const subject = toBeSigned && elementsOfSequence(toBeSigned.whole)[5]
  if (subject === undefined) throw new Error("The authority's certificate has no subject")
  return subject.whole
}

const inDer = (key: KeyObject) => key.export({ format: 'der', type: 'spki' })
const exported = (key: KeyObject) => String(key.export({ format: 'pem', type: 'pkcs8' }))
