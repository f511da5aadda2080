import { createHash } from 'node:crypto'
import { brokerAddress } from '../agent/link/broker-address.ts'
import { printable } from '../agent/printable.ts'
import { tlsIdentity, UnusableIdentity } from '../agent/link/tls-identity.ts'
import { makeCertificateRequest } from '../contract/certificate-request.ts'
import type { Enrolment } from '../contract/enrolment.ts'
import {
  claimClientId,
  createFromCsrTopic,
  type MadeCertificate,
  madeCertificate,
  provisioned,
  provisionTopic,
  rejection,
} from '../contract/provisioning.ts'
import { type BrokerReply, type Ask, converse, NotConnected } from './conversation.ts'
import { placeIdentity, usableIdentity } from './device-identity.ts'
import { type EnrolmentRecord, readRecord, writeRecord } from './enrolment-record.ts'
import { PiFailure } from './failure.ts'
import type { Pi } from './pi.ts'

type Step<Name> = Extract<EnrolmentRecord, { step: Name }>

/**
 * Makes this Pi the light in the token. Goes on from where an earlier attempt with the same token ended. Rejects with
 * `Failure` if it is refused, and with `NotConnected`: then it can be tried again.
 */
export async function enrol(pi: Pi, token: Enrolment): Promise<void> {
  const { disk, places, say } = pi
  const claim = createHash('sha256').update(Buffer.from(token.certificate, 'base64')).digest('hex')
  const found = await readRecord(places)
  const record = found?.claim === claim ? found : await begin(pi, token, claim)
  if (record.step === 'done') {
    await usableIdentity(places, token.light)
    return say(`this Pi is ${token.light} already`)
  }
  const enrolled = record.step === 'enrolled' ? record : await becomeLight(pi, token, record)
  const { key, made } = enrolled
  await placeIdentity(disk, places, { own: { key, certificate: made.certificatePem }, ...authorityOf(token) })
  await writeRecord(disk, places, { step: 'done', claim })
}

async function begin({ disk, places, clock, say }: Pi, token: Enrolment, claim: string) {
  const { wall, wallIsSet } = clock.moment()
  if (wallIsSet && wall >= Date.parse(token.expires))
    throw new PiFailure(`the token expired at ${token.expires}`, `${newToken(token)}, and use it before it expires`)
  const { key, pem: request } = makeCertificateRequest(token.light)
  const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString()
  const record: Step<'asking'> = { step: 'asking', claim, key: pem, request }
  await writeRecord(disk, places, record)
  say('made a key, which stays on this Pi')
  return record
}

/** On one connection to the broker, unless power fails in between. */
async function becomeLight(pi: Pi, token: Enrolment, record: Step<'asking' | 'made'>): Promise<Step<'enrolled'>> {
  const caller = { ...callerFor(pi, token), clientId: claimClientId(record.claim), identity: claimIdentity(token) }
  const { made, answer } = await converse(caller, async (ask) => {
    const { made } = record.step === 'made' ? record : await getCertificate(pi, ask, token, record)
    return { made, answer: await ask(...provisioning(token, made)) }
  })
  const { claim, key, request } = record
  if (!isProvisioned(token, answer)) {
    if (record.step === 'asking') throw refused('enrol this Pi', token, answer)
    // Either it was granted, and a power cut took the answer. Or the certificate is too old.
    if (!(await isAccepted(pi, token, record))) return becomeLight(pi, token, { step: 'asking', claim, key, request })
  }
  const enrolled: Step<'enrolled'> = { step: 'enrolled', claim, key, made }
  await writeRecord(pi.disk, pi.places, enrolled)
  pi.say(`enrolled as ${token.light}`)
  return enrolled
}

async function getCertificate({ disk, places, say }: Pi, ask: Ask, token: Enrolment, asking: Step<'asking'>) {
  const answer = await ask(createFromCsrTopic, { certificateSigningRequest: asking.request })
  const made = madeCertificate.safeParse(answer.body)
  if (answer.kind === 'rejected' || !made.success) throw refused('make a certificate', token, answer)
  const record: Step<'made'> = { ...asking, step: 'made', made: made.data }
  // Before we use it: the claim works only for the first certificate.
  await writeRecord(disk, places, record)
  say('got a certificate for the key')
  return record
}

const provisioning = ({ template, light }: Enrolment, { certificateOwnershipToken }: MadeCertificate) =>
  [provisionTopic(template), { certificateOwnershipToken, parameters: { ThingName: light } }] as const

function isProvisioned(token: Enrolment, { kind, body }: BrokerReply): boolean {
  if (kind === 'rejected') return false
  const parsed = provisioned.safeParse(body)
  if (parsed.success && parsed.data.thingName === token.light) return true
  throw new PiFailure(`the broker gave this Pi another name than ${token.light}`, newToken(token))
}

async function isAccepted(pi: Pi, token: Enrolment, { key, made }: Step<'made'>): Promise<boolean> {
  const identity = tlsIdentity({ own: { certificate: made.certificatePem, key }, ...authorityOf(token) })
  try {
    return await converse({ ...callerFor(pi, token), clientId: token.light, identity }, async () => true)
  } catch (error) {
    if (error instanceof NotConnected) return false
    throw error
  }
}

const callerFor = ({ clock, ports }: Pi, { broker }: Enrolment) => ({
  broker: brokerAddress(broker),
  clock,
  ports,
})

function claimIdentity(token: Enrolment) {
  try {
    return tlsIdentity({
      own: { certificate: pemOf('CERTIFICATE', token.certificate), key: pemOf('PRIVATE KEY', token.key) },
      ...authorityOf(token),
    })
  } catch (error) {
    if (error instanceof UnusableIdentity)
      throw new PiFailure(`the token is damaged: ${error.message}`, newToken(token))
    throw error
  }
}

const authorityOf = ({ ca }: Enrolment) => (ca === undefined ? {} : { authority: pemOf('CERTIFICATE', ca) })

/** @param der in base64 */
export const pemOf = (label: string, der: string) =>
  [`-----BEGIN ${label}-----`, ...(der.match(/.{1,64}/g) ?? []), `-----END ${label}-----`, ''].join('\n')

function refused(what: string, token: Enrolment, { body }: BrokerReply): PiFailure {
  const parsed = rejection.safeParse(body)
  const why = parsed.success
    ? printable(`${parsed.data.errorCode}: ${parsed.data.errorMessage}`, 200)
    : 'no reason given'
  return new PiFailure(
    `AWS IoT refused to ${what} (${why})`,
    `the token may be used, revoked or expired: ${newToken(token)}`,
  )
}

const newToken = ({ light }: Enrolment) => `get a new token with: npx andon light add ${light}`
