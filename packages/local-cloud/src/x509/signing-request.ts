import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { BadDer, type Element, elementsOfSequence, oid } from './der.ts'
import { derIn } from './pem.ts'

/** What a device asks to have certified. */
export interface SigningRequest {
  /** Its name, in DER. */
  readonly subject: Buffer
  /** Its public key, in DER (SubjectPublicKeyInfo). */
  readonly publicKey: Buffer
}

export type ReadSigningRequest =
  | ({ readonly kind: 'request' } & SigningRequest)
  | { readonly kind: 'refused'; readonly why: string }

/** The ways to sign that AWS IoT takes: kind of key, and hash. */
const algorithms = new Map(
  [
    ['1.2.840.113549.1.1.11', 'rsa', 'sha256'],
    ['1.2.840.113549.1.1.12', 'rsa', 'sha384'],
    ['1.2.840.113549.1.1.13', 'rsa', 'sha512'],
    ['1.2.840.10045.4.3.2', 'ec', 'sha256'],
    ['1.2.840.10045.4.3.3', 'ec', 'sha384'],
    ['1.2.840.10045.4.3.4', 'ec', 'sha512'],
  ].map(([dotted = '', kind = '', hash = '']) => [oid(dotted).toString('hex'), { kind, hash }]),
)

/**
 * Reads a PKCS #10 request and proves that its maker holds the private key.
 * @param pem as it came from outside
 */
export function readSigningRequest(pem: string): ReadSigningRequest {
  try {
    const der = derIn(pem, /(?:NEW )?CERTIFICATE REQUEST/)
    return der === undefined ? refuse('it is not a certificate signing request in PEM') : requestIn(der)
  } catch (error) {
    if (error instanceof BadDer) return refuse(`it is not PKCS #10: ${error.message}`)
    throw error
  }
}

function requestIn(der: Buffer): ReadSigningRequest {
  const [info, algorithm, signature, ...more] = elementsOfSequence(der)
  if (info === undefined || algorithm === undefined || signature === undefined || more.length > 0) {
    return refuse('it is not PKCS #10: it does not have three parts')
  }
  const [, subject, publicKey] = elementsOfSequence(info.whole)
  if (subject === undefined || publicKey === undefined) return refuse('it has no subject or no public key')
  const key = keyIn(publicKey.whole)
  if (key === undefined) return refuse('its public key cannot be read')
  const weak = weakness(key)
  if (weak !== undefined) return refuse(weak)
  const hash = hashFor(key, algorithm)
  if (hash === undefined) return refuse('its signature algorithm is not supported')
  const bytes = wholeBytesIn(signature)
  if (bytes === undefined || !isSigned(hash, info.whole, key, bytes)) {
    return refuse('its key did not make its signature')
  }
  return { kind: 'request', subject: subject.whole, publicKey: publicKey.whole }
}

const curves = ['prime256v1', 'secp384r1', 'secp521r1']

/** https://docs.aws.amazon.com/iot/latest/apireference/API_CreateCertificateFromCsr.html */
function weakness({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): string | undefined {
  if (type === 'rsa') return (details?.modulusLength ?? 0) >= 2048 ? undefined : 'its RSA key is under 2048 bits'
  if (type === 'ec') return curves.includes(details?.namedCurve ?? '') ? undefined : 'its curve is not taken'
  return 'its key is neither RSA nor of an elliptic curve'
}

function hashFor({ asymmetricKeyType }: KeyObject, algorithm: Element): string | undefined {
  const [type] = elementsOfSequence(algorithm.whole)
  const known = algorithms.get(type?.whole.toString('hex') ?? '')
  return known?.kind === asymmetricKeyType ? known?.hash : undefined
}

function keyIn(der: Buffer): KeyObject | undefined {
  try {
    return createPublicKey({ key: der, format: 'der', type: 'spki' })
  } catch {
    // Whatever OpenSSL says of bytes that came from outside: they are no key.
    return undefined
  }
}

/** The first byte of a bit string says how many bits at its end do not count: none here. */
const wholeBytesIn = ({ tag, content }: Element) => (tag === 0x03 && content[0] === 0 ? content.subarray(1) : undefined)

function isSigned(hash: string, signed: Buffer, key: KeyObject, signature: Buffer): boolean {
  try {
    return verify(hash, signed, key, signature)
  } catch {
    // Whatever OpenSSL stumbles over in it: it is no signature.
    return false
  }
}

const refuse = (why: string): ReadSigningRequest => ({ kind: 'refused', why })
