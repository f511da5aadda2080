import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

export interface CertificateRequest {
  /** ECDSA on P-256: small, and what AWS IoT and every TLS stack takes. */
  readonly key: KeyObject
  /** PKCS#10 in PEM. */
  readonly pem: string
}

/**
 * A new key, and the request for its certificate. Only the request ever leaves the machine.
 * @param commonName the subject, for people who look at the certificate; no program uses it
 */
export function makeCertificateRequest(commonName: string): CertificateRequest {
  const { privateKey: key, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const info = sequence(
    integerZero,
    sequence(set(sequence(commonNameOid, utf8(commonName)))),
    publicKey.export({ type: 'spki', format: 'der' }),
    noAttributes,
  )
  const signature = sign('sha256', info, { key, dsaEncoding: 'der' })
  const request = sequence(info, sequence(ecdsaWithSha256), bitString(signature))
  const lines = request.toString('base64').match(/.{1,64}/g) ?? []
  return {
    key,
    pem: ['-----BEGIN CERTIFICATE REQUEST-----', ...lines, '-----END CERTIFICATE REQUEST-----', ''].join('\n'),
  }
}

// Only the part of DER (X.690) that a request needs (RFC 2986): nothing in it is longer than two length bytes allow.

const tagged = (tag: number, content: Uint8Array) => Buffer.concat([Buffer.from([tag, ...lengthOf(content)]), content])
const lengthOf = ({ length }: Uint8Array) =>
  length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]

const sequence = (...parts: Uint8Array[]) => tagged(0x30, Buffer.concat(parts))
const set = (part: Uint8Array) => tagged(0x31, part)
const utf8 = (text: string) => tagged(0x0c, Buffer.from(text))
/** A whole number of bytes: no bit of the last one is unused. */
const bitString = (bytes: Uint8Array) => tagged(0x03, Buffer.concat([Buffer.from([0]), bytes]))
const oid = (...encoded: number[]) => tagged(0x06, Buffer.from(encoded))

const integerZero = tagged(0x02, Buffer.from([0]))
const noAttributes = Buffer.from([0xa0, 0])
/** 2.5.4.3 */
const commonNameOid = oid(0x55, 0x04, 0x03)
/** 1.2.840.10045.4.3.2 */
const ecdsaWithSha256 = oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02)
