import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto'
import {
  bitString,
  explicit,
  implicit,
  integer,
  octetString,
  oid,
  sequence,
  set,
  utcTime,
  utf8String,
  yes,
} from './der.ts'

export interface Certified {
  /** Names, in DER. */
  readonly issuer: Buffer
  readonly subject: Buffer
  /** In DER (SubjectPublicKeyInfo). */
  readonly publicKey: Buffer
  /** Milliseconds since 1970, until the end of 2049. */
  readonly notBefore: number
  readonly notAfter: number
  readonly extensions: readonly Buffer[]
}

const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'))

/**
 * A certificate (X.509 version 3) in DER.
 * @param key the issuer's, of an elliptic curve
 */
export function certificate(of: Certified, key: KeyObject): Buffer {
  const toBeSigned = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(randomBytes(16)),
    ecdsaWithSha256,
    of.issuer,
    sequence(utcTime(of.notBefore), utcTime(of.notAfter)),
    of.subject,
    of.publicKey,
    explicit(3, sequence(...of.extensions)),
  )
  return sequence(toBeSigned, ecdsaWithSha256, bitString(sign('sha256', toBeSigned, key)))
}

/** The attributes that names here are made of. */
const attributeTypes = { commonName: '2.5.4.3', organization: '2.5.4.10', organizationalUnit: '2.5.4.11' }

export const nameOf = (attributes: Readonly<Partial<Record<keyof typeof attributeTypes, string>>>): Buffer =>
  sequence(
    ...Object.entries(attributeTypes).flatMap(([attribute, type]) => {
      const value = Object.entries(attributes).find(([name]) => name === attribute)?.[1]
      return value === undefined ? [] : [set(sequence(oid(type), utf8String(value)))]
    }),
  )

const extension = (type: string, value: Buffer) => sequence(oid(type), octetString(value))
const critical = (type: string, value: Buffer) => sequence(oid(type), yes, octetString(value))

/** What the extensions of RFC 5280 say. Each is for one element of `Certified.extensions`. */
export const extensions = {
  /** May sign other certificates, or may not. */
  authority: (is: boolean) => critical('2.5.29.19', is ? sequence(yes) : sequence()),
  keyUsage: (...usages: readonly (keyof typeof usageBits)[]) => critical('2.5.29.15', usageBitsOf(usages)),
  serverOnly: () => extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))),
  subjectKey: (publicKey: Buffer) => extension('2.5.29.14', octetString(keyId(publicKey))),
  authorityKey: (publicKey: Buffer) => extension('2.5.29.35', sequence(implicit(0, keyId(publicKey)))),
  /** @param addresses IPv4 */
  names: (hosts: readonly string[], addresses: readonly string[]) =>
    extension(
      '2.5.29.17',
      sequence(
        ...hosts.map((host) => implicit(2, Buffer.from(host))),
        ...addresses.map((address) => implicit(7, Buffer.from(address.split('.').map(Number)))),
      ),
    ),
}

const usageBits = { digitalSignature: 0, keyCertSign: 5, cRLSign: 6 }

/** Bit 0 is the most significant; DER leaves the zeros at the end out. */
function usageBitsOf(usages: readonly (keyof typeof usageBits)[]): Buffer {
  const bits = usages.map((usage) => usageBits[usage])
  const byte = bits.reduce((sum, bit) => sum | (0x80 >> bit), 0)
  return bitString(Buffer.from([byte]), 7 - Math.max(...bits))
}

/** Any function of the key will do (RFC 7093). */
const keyId = (publicKey: Buffer) => createHash('sha256').update(publicKey).digest().subarray(0, 20)
