import * as z from 'zod/mini'
import { namePattern } from './topics.ts'

/** What a Pi can be told to light up at its installation; which pins or port it takes is the Pi's own config. */
export const lampKinds = ['gpio', 'usb-tower', 'apa102', 'page'] as const
export type LampKind = (typeof lampKinds)[number]

/**
 * What `andon light add` hands to `andon-light install`: leave to enrol one light, once, for some hours. Whoever has it
 * can become that light, so it is a secret until it is used or has expired.
 */
export const enrolment = z.object({
  /** Name of the light or cord: its IoT thing. */
  light: z.string().check(z.regex(namePattern, 'not a name')),
  /** `mqtts://host`, or with a port where it is not AWS's. */
  broker: z.string().check(z.regex(/^mqtts:\/\/[a-z0-9.-]{1,253}(:\d{1,5})?$/, 'not an mqtts:// address')),
  /** The fleet provisioning template. */
  template: z.string().check(z.regex(/^[0-9A-Za-z_-]{1,36}$/, 'not a template name')),
  /** The claim's certificate: X.509, DER in base64. */
  certificate: der(),
  /** The claim's private key: PKCS#8, DER in base64. */
  key: der(),
  /** Who vouches for the broker: X.509, DER in base64. Only there where it is not Amazon. */
  ca: z.optional(der()),
  /** Until when it can be used, ISO 8601 in UTC. */
  expires: z.iso.datetime('not a time in UTC'),
  /** Without it the Pi's config decides. */
  lamp: z.optional(z.enum(lampKinds)),
})
export type Enrolment = z.infer<typeof enrolment>

export type ReadEnrolment =
  | { readonly kind: 'enrolment'; readonly enrolment: Enrolment }
  /** `why` names what is wrong and shows nothing of the token, which may well be half right. */
  | { readonly kind: 'not-a-token'; readonly why: string }

const prefix = 'andon1.'
/** Far above what is ever made. Characters. */
const longest = 16_384

/** One word of `A-Z a-z 0-9 . _ -`, so that no shell or YAML has anything to say about it. */
export const tokenFor = (of: Enrolment) => prefix + Buffer.from(JSON.stringify(of)).toString('base64url')

/** A token as a person has pasted it. */
export function readToken(pasted: string): ReadEnrolment {
  const token = pasted.trim()
  if (token === '') return refuse('it is empty')
  if (token.length > longest) return refuse(`it is ${token.length} characters long; none is over ${longest}`)
  const [version = ''] = token.split('.', 1)
  if (/^andon\d+$/.test(version) && version !== 'andon1')
    return refuse(
      `it is of kind ${version.slice(0, 16)}, and this agent knows only andon1: use the agent that came with it`,
    )
  if (!token.startsWith(prefix)) return refuse(`it does not begin with ${prefix}`)
  const body = token.slice(prefix.length)
  if (!/^[A-Za-z0-9_-]+$/.test(body))
    return refuse('it holds characters that no token has: paste the whole of it, unbroken')
  const json = parseJson(body)
  if (json === undefined) return refuse('a part of it is missing: copy it again, the whole of it')
  const parsed = enrolment.safeParse(json)
  if (parsed.success) return { kind: 'enrolment', enrolment: parsed.data }
  const { path = [], message = 'not what was expected' } = parsed.error.issues[0] ?? {}
  return refuse(`${path.map(String).join('.') || 'the whole'}: ${message}`)
}

function parseJson(base64url: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64url, 'base64url')))
  } catch {
    // The two errors that can come from here quote what they stumbled over, and both mean that it was cut short.
    return undefined
  }
}

const refuse = (why: string): ReadEnrolment => ({ kind: 'not-a-token', why })

function der() {
  return z.base64('not base64').check(z.minLength(1), z.maxLength(8192))
}
