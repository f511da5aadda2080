import type { Way } from './broker-address.ts'
import { codeOf } from '../error-code.ts'
import { printable } from '../printable.ts'

/** The greatest width of somebody else's message, in terminal cells. */
const widest = 160

const signedByStranger =
  'this machine does not trust the signer of the broker’s certificate: are the address and "ca" in the settings right?'

/** Codes of OpenSSL and Node, and what they mean here. */
const meanings = new Map<string, (way: Way) => string>([
  ['CERT_HAS_EXPIRED', () => 'the broker’s certificate has expired, or this machine’s clock is wrong'],
  ['CERT_NOT_YET_VALID', () => 'the broker’s certificate is not valid yet: this machine’s clock is wrong'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', ({ host }) => `the broker’s certificate is not for the name ${host}`],
  ['UNABLE_TO_GET_ISSUER_CERT', () => signedByStranger],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', () => signedByStranger],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', () => signedByStranger],
  ['SELF_SIGNED_CERT_IN_CHAIN', () => signedByStranger],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', () => signedByStranger],
  ['ERR_SSL_WRONG_VERSION_NUMBER', ({ port }) => `the server on port ${port} does not speak TLS`],
  ['ENOTFOUND', ({ host }) => `there is no host named ${host}`],
  ['EAI_AGAIN', ({ host }) => `the name ${host} cannot be looked up: is the network up?`],
  ['ECONNREFUSED', ({ port }) => `nothing listens on port ${port}`],
  ['ENETUNREACH', () => 'the network is unreachable'],
  ['EHOSTUNREACH', ({ host }) => `${host} is unreachable`],
  ['ETIMEDOUT', ({ port }) => `no answer on port ${port}`],
])
/** The MQTT client's own messages. */
const clientWords = new Map<string, (way: Way) => string>([
  ['connack timeout', ({ port }) => `no answer on port ${port}`],
  ['Keepalive timeout', () => 'the broker stopped answering'],
])
/** An alert in which the broker refuses our certificate. */
const aboutOurCertificate = /^ERR_SSL_\w+_ALERT_(.*CERTIFICATE.*|UNKNOWN_CA|ACCESS_DENIED|DECRYPT_ERROR)$/

/** Codes for a connection that the other side just closed, perhaps before we could read its alert. */
const hungUp = new Set(['ECONNRESET', 'EPIPE'])

/**
 * Why there is no connection, in words for people: what is wrong, and where to look.
 * @param error `undefined` when the connection was closed without an error
 * @param wasAccepted whether the broker had accepted us before
 */
export function connectionTrouble(error: Error | undefined, way: Way, wasAccepted: boolean): string {
  const code = codeOf(error) ?? ''
  if (error === undefined || hungUp.has(code)) return wasAccepted ? 'the connection was cut off' : hungUpBefore(way)
  // If several addresses failed, Node's error has no message of its own.
  if ('errors' in error && Array.isArray(error.errors))
    return [...new Set(error.errors.map((each) => connectionTrouble(each, way, wasAccepted)))].join(', ')

  const refused = aboutOurCertificate.exec(code)?.[1]
  if (refused !== undefined)
    return `the broker refuses this device’s certificate (${refused.toLowerCase().replaceAll('_', ' ')})`
  return (meanings.get(code) ?? clientWords.get(error.message))?.(way) ?? printable(error.message, widest)
}

/** Whether the broker has refused our certificate. */
export const isAboutOurCertificate = (error: Error) => aboutOurCertificate.test(codeOf(error) ?? '')

/** AWS IoT Core does this, without a message, if it does not know the certificate or the certificate is inactive. */
const hungUpBefore = ({ isSecure, port }: Way) =>
  isSecure
    ? `port ${port} closed the connection before it accepted this device: is the certificate active, and does it have a policy?`
    : `port ${port} closed the connection before it accepted this device`
