import { Failure } from './failure.ts'
import { callOf } from './noted-calls.ts'

/** What went wrong, and what to do about it, for whoever typed the command: never a stack trace. */
export function explain(error: unknown): string {
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
      'Sign in (for instance `aws sso login`) and name the profile with AWS_PROFILE, or take --laptop for `npm start`.',
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
      `AWS does not accept your credentials (${message}).\nThey may have expired: sign in again, and look at your clock.`,
  },
  {
    about: ({ message }) => message.includes('Region is missing'),
    says: () =>
      'It is not known which region is meant.\nSay it with --region or AWS_REGION: the one that Andon is deployed in.',
  },
  {
    about: (error) => denials.includes(error.name) || statusOf(error) === 403,
    says: denied,
  },
  {
    about: (error) => codesIn(error).some((code) => unreachable.includes(code)),
    says: (error) =>
      `Nothing answers there (${codesIn(error).join(', ')}).\n` +
      'For the laptop start its cloud with `npm start`; for AWS look at your network, and at --region: it may be misspelt.',
  },
  {
    about: named('ThrottlingException', 'TooManyRequestsException', 'Throttling'),
    says: () => 'AWS asks to be called less often.\nWait a minute and run it again: it goes on where it was.',
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
    'Have it granted; docs/security.md lists what an operator needs.'
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

/** Of the error and of what caused it: Node tries several addresses and gathers what came of each. */
function codesIn(error: Error): string[] {
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : []
  const inner = error instanceof AggregateError ? error.errors : [error.cause]
  return [...new Set([...own, ...inner.flatMap((each) => (each instanceof Error ? codesIn(each) : []))])]
}
