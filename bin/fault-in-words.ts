import { Failure } from './failure.ts'
import { callOf } from './noted-calls.ts'

/** What went wrong, and what to do about it, for the person who typed the command: never a stack trace. */
export function faultInWords(error: unknown): string {
  if (error instanceof Failure) return `${error.message}\n${error.remedy}`
  if (!(error instanceof Error)) return `it failed: ${String(error)}`
  const known = remedies.find(({ about }) => about(error))
  return known === undefined ? `it failed: ${said(error)}` : known.says(error)
}

const remedies: readonly { readonly about: (error: Error) => boolean; readonly says: (error: Error) => string }[] = [
  {
    about: named('CredentialsProviderError', 'CredentialsError', 'TokenProviderError'),
    says: ({ message }) =>
      `There are no AWS credentials (${message}).\n` +
      'Sign in (for instance `aws sso login`) and name the profile with AWS_PROFILE, or use --laptop for the cloud that `npm start` runs.',
  },
  {
    about: named(
      'ExpiredToken',
      'ExpiredTokenException',
      'RequestExpired',
      'InvalidClientTokenId',
      'UnrecognizedClientException',
      'InvalidSignatureException',
      'SignatureDoesNotMatch',
    ),
    says: ({ message }) =>
      `AWS does not accept your credentials (${message}).\nThey may have expired: sign in again, and check this computer's clock.`,
  },
  {
    about: ({ message }) => message.includes('Region is missing'),
    says: () => 'No AWS region is set.\nName the one that Andon is deployed in, with --region or AWS_REGION.',
  },
  {
    about: (error) => denials.includes(error.name) || statusOf(error) === 403,
    says: denied,
  },
  {
    about: (error) => codesIn(error).some((code) => unreachable.includes(code)),
    says: (error) =>
      `Nothing answers at ${addressesIn(error).join(', ') || 'the address of AWS'} (${codesIn(error).join(', ')}).\n` +
      'For the cloud on a laptop: does `npm start` run, and with the same AWS_PORT? For AWS: check your network and the spelling of --region.',
  },
  {
    about: named('ThrottlingException', 'TooManyRequestsException', 'Throttling'),
    says: () =>
      'AWS throttles the calls of this account.\nWait a minute and run it again: it continues where it stopped.',
  },
]

const denials = [
  'AccessDenied',
  'AccessDeniedException',
  'ForbiddenException',
  'UnauthorizedException',
  'NotAuthorized',
]
const unreachable = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNRESET']

/** AWS mostly says what is missing and on what; else it is what the call is named after. */
function denied(error: Error): string {
  const [, action, resource] = /perform: ([\w-]+:\w+)(?: on resource: (\S+))?/.exec(error.message) ?? []
  const missing = action ?? callOf(error) ?? 'what was asked'
  const on = resource === undefined ? '' : ` on ${resource}`
  return (
    `Your credentials do not allow ${missing}${on}.\n` +
    'Ask for that permission; docs/security.md lists what an operator needs.'
  )
}

function said(error: Error): string {
  const call = callOf(error)
  const what = error.message === '' ? error.name : error.message
  return call === undefined ? what : `${call}: ${what}`
}

function named(...names: readonly string[]) {
  return (error: Error) => names.includes(error.name)
}

function statusOf(error: Error): unknown {
  if (!('$metadata' in error) || typeof error.$metadata !== 'object' || error.$metadata === null) return undefined
  return 'httpStatusCode' in error.$metadata ? error.$metadata.httpStatusCode : undefined
}

const codesIn = (error: Error) =>
  among(error, (each) => ('code' in each && typeof each.code === 'string' ? each.code : undefined))

const addressesIn = (error: Error) =>
  among(error, (each) => {
    if ('address' in each && 'port' in each) return `${String(each.address)}:${String(each.port)}`
    return 'hostname' in each ? String(each.hostname) : undefined
  })

/** Of the error and of what caused it: Node tries several addresses and gathers what came of each. */
function among(error: Error, said: (error: Error) => string | undefined): string[] {
  const own = said(error)
  const inner = error instanceof AggregateError ? error.errors : [error.cause]
  const others = inner.flatMap((each) => (each instanceof Error ? among(each, said) : []))
  return [...new Set([...(own === undefined ? [] : [own]), ...others])]
}
