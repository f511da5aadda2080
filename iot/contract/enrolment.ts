import * as z from 'zod/mini'
import { namePattern } from './topics.ts'

/** The kinds of lamp to choose from at installation. Pins and port are in the Pi's own settings. */
export const lampKinds = ['gpio', 'usb-tower', 'apa102', 'page'] as const
export type LampKind = (typeof lampKinds)[number]

/**
 * What `andon light add` gives to `andon-light install`: the right to enrol one light, once, for some hours. Any device
 * that has it can become that light, so it is a secret until it is used or expires.
 */
export const enrolment = z.object({
  /** Name of the light or cord, and of its AWS IoT thing. */
  light: z.string().check(z.regex(namePattern, 'not a name')),
  /** `mqtts://host`, or with a port where it is not AWS's. */
  broker: z.string().check(z.regex(/^mqtts:\/\/[a-z0-9.-]{1,253}(:\d{1,5})?$/, 'not an mqtts:// address')),
  /** The fleet provisioning template. */
  template: z.string().check(z.regex(/^[0-9A-Za-z_-]{1,36}$/, 'not a template name')),
  /** The claim's certificate: X.509, DER in base64. */
  certificate: der(),
  /** The claim's private key: PKCS#8, DER in base64. */
  key: der(),
  /** The authority that signed the broker's certificate: X.509, DER in base64. Missing if it is Amazon. */
  ca: z.optional(der()),
  /** When it expires, ISO 8601 in UTC. */
  expires: z.iso.datetime('not a timestamp in UTC'),
  /** Without it, the Pi's settings decide. */
  lamp: z.optional(z.enum(lampKinds)),
})
export type Enrolment = z.infer<typeof enrolment>

export type ReadEnrolment =
  | { readonly kind: 'enrolment'; readonly enrolment: Enrolment }
  /** `why` says what is wrong and repeats nothing of the token: parts of it may be a valid secret. */
  | { readonly kind: 'not-a-token'; readonly why: string }

const prefix = 'andon1.'
/** Far longer than any real token. Characters. */
const longest = 16_384

/** One word of `A-Z a-z 0-9 . _ -`, which needs no quotes in shell or YAML. */
export const tokenFor = (of: Enrolment) => prefix + Buffer.from(JSON.stringify(of)).toString('base64url')

/** Reads a token as a person has pasted it. */
export function readToken(pasted: string): ReadEnrolment {
  const token = pasted.trim()
  if (token === '') return refuse('it is empty')
  if (token.length > longest) return refuse(`it has ${token.length} characters, but a token has at most ${longest}`)
  const [version = ''] = token.split('.', 1)
  if (/^andon\d+$/.test(version) && version !== 'andon1')
    return refuse(
      `it is a token of kind ${version.slice(0, 16)}, but this agent reads only andon1: use the agent that came with it`,
    )
  if (!token.startsWith(prefix)) return refuse(`it does not begin with ${prefix}`)
  const body = token.slice(prefix.length)
  if (!/^[A-Za-z0-9_-]+$/.test(body))
    return refuse('it has characters that no token has: paste the whole token, without line breaks')
  const json = parseJson(body)
  if (json === undefined) return refuse('a part of it is missing: copy the whole token again')
  const parsed = enrolment.safeParse(json)
  if (parsed.success) return { kind: 'enrolment', enrolment: parsed.data }
  const { path = [], message = 'unexpected value' } = parsed.error.issues[0] ?? {}
  return refuse(`${path.map(String).join('.') || 'the whole'}: ${message}`)
}

function parseJson(base64url: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64url, 'base64url')))
  } catch {
    // Both errors mean that the token is cut short. They would quote parts of it, so we drop them.
    return undefined
  }
}

const refuse = (why: string): ReadEnrolment => ({ kind: 'not-a-token', why })

function der() {
  return z.base64('not base64').check(z.minLength(1), z.maxLength(8192))
}
