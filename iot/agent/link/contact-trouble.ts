import type { Way } from './broker-address.ts'
import { codeOf } from '../error-code.ts'
import { printable } from '../printable.ts'

/** Of a foreign message, in terminal cells. */
const widest = 160

const signedByStranger =
  'the broker’s certificate is signed by nobody that is trusted here: is this the right address, and the right authority?'

/** What OpenSSL and Node call it, and what that means here. */
const meanings: Record<string, (way: Way) => string> = {
  CERT_HAS_EXPIRED: () => 'the broker’s certificate has expired, or this machine’s clock is wrong',
  CERT_NOT_YET_VALID: () => 'the broker’s certificate is not valid yet: this machine’s clock is wrong',
  ERR_TLS_CERT_ALTNAME_INVALID: ({ host }) => `the broker’s certificate is for another name than ${host}`,
  UNABLE_TO_GET_ISSUER_CERT: () => signedByStranger,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: () => signedByStranger,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: () => signedByStranger,
  SELF_SIGNED_CERT_IN_CHAIN: () => signedByStranger,
  DEPTH_ZERO_SELF_SIGNED_CERT: () => signedByStranger,
  ERR_SSL_WRONG_VERSION_NUMBER: ({ port }) => `what answers on port ${port} does not speak TLS`,
  ENOTFOUND: ({ host }) => `there is no host of the name ${host}`,
  EAI_AGAIN: ({ host }) => `the name ${host} cannot be looked up: is the network up?`,
  ECONNREFUSED: ({ port }) => `nothing listens on port ${port}`,
  ENETUNREACH: () => 'the network is unreachable',
  EHOSTUNREACH: ({ host }) => `${host} is unreachable`,
  ETIMEDOUT: ({ port }) => `no answer on port ${port}`,
}
/** What the MQTT client says itself. */
const clientWords: Record<string, (way: Way) => string> = {
  'connack timeout': ({ port }) => `no answer on port ${port}`,
  'Keepalive timeout': () => 'the broker has fallen silent',
}
/** An alert that the other side sent about what we showed. */
const aboutOurCertificate = /^ERR_SSL_\w+_ALERT_(.*CERTIFICATE.*|UNKNOWN_CA|ACCESS_DENIED|DECRYPT_ERROR)$/

/** What a connection dies of that the other side just closes, perhaps before its alert could be read. */
const hungUp = new Set(['ECONNRESET', 'EPIPE'])

/**
 * Why there is no contact, in words for people that say what is wrong and where to look.
 * @param error `undefined` when the connection was closed in good order
 * @param wasLetIn whether the broker had accepted us before
 */
export function contactTrouble(error: Error | undefined, way: Way, wasLetIn: boolean): string {
  const code = codeOf(error) ?? ''
  if (error === undefined || hungUp.has(code)) return wasLetIn ? 'the connection was cut off' : hungUpBefore(way)
  // Node tells of several addresses that failed in an error without a message.
  if ('errors' in error && Array.isArray(error.errors))
    return [...new Set(error.errors.map((each) => contactTrouble(each, way, wasLetIn)))].join(', ')

  const refused = aboutOurCertificate.exec(code)?.[1]
  if (refused !== undefined)
    return `the broker refuses this device’s certificate (${refused.toLowerCase().replaceAll('_', ' ')})`
  return (meanings[code] ?? clientWords[error.message])?.(way) ?? printable(error.message, widest)
}

/** Whether the other side has refused what we showed it. */
export const isAboutOurCertificate = (error: Error) => aboutOurCertificate.test(codeOf(error) ?? '')

/** AWS IoT Core does so, without a word, to a certificate that it does not know or has switched off. */
const hungUpBefore = ({ isSecure, port }: Way) =>
  isSecure
    ? `port ${port} hung up before it let us in: is this device’s certificate active, and its policy attached?`
    : `port ${port} hung up before it let us in`
