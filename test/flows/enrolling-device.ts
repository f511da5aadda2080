import { createHash } from 'node:crypto'
import { connect, type IClientOptions, type MqttClient } from 'mqtt'
import { makeCertificateRequest } from '../../iot/contract/certificate-request.ts'
import { type Enrolment, readToken } from '../../iot/contract/enrolment.ts'
import {
  accepted,
  claimClientId,
  createFromCsrTopic,
  type MadeCertificate,
  madeCertificate,
  provisionTopic,
  rejected,
} from '../../iot/contract/provisioning.ts'

/** The token in the line that `andon light add` printed. */
export function tokenIn(line: string): Enrolment {
  const read = readToken(/install '([^']+)'/.exec(line)?.[1] ?? '')
  if (read.kind !== 'enrolment') throw new Error(read.why)
  return read.enrolment
}

export interface Answer {
  readonly kind: 'accepted' | 'rejected'
  readonly body: any
}

/** Anybody's MQTT client that holds a token: it asks what it likes. */
export interface EnrollingDevice {
  readonly ask: (topic: string, question: object) => Promise<Answer>
  /** Has a certificate made for a new key. */
  readonly make: () => Promise<OwnIdentity>
  /** Asks to become a light with it. @param ThingName the light that it takes itself for */
  readonly provision: (own: OwnIdentity, ThingName?: string) => Promise<Answer>
  readonly end: () => Promise<void>
}
export interface OwnIdentity {
  /** PEM. */
  readonly key: string
  readonly made: MadeCertificate
}

export async function enrollingDevice(token: Enrolment): Promise<EnrollingDevice> {
  const certificate = Buffer.from(token.certificate, 'base64')
  const client = await letIn(token.broker, {
    clientId: claimClientId(createHash('sha256').update(certificate).digest('hex')),
    cert: pem('CERTIFICATE', token.certificate),
    key: pem('PRIVATE KEY', token.key),
    ca: pem('CERTIFICATE', token.ca!),
  })
  const ask = (topic: string, question: object) => asked(client, topic, question)
  return {
    ask,
    async make() {
      const { key, pem: certificateSigningRequest } = makeCertificateRequest(token.light)
      const { body } = await ask(createFromCsrTopic, { certificateSigningRequest })
      return { key: String(key.export({ type: 'pkcs8', format: 'pem' })), made: madeCertificate.parse(body) }
    },
    provision: ({ made: { certificateOwnershipToken } }, ThingName) =>
      ask(provisionTopic(token.template), {
        certificateOwnershipToken,
        parameters: ThingName === undefined ? {} : { ThingName },
      }),
    end: () => client.endAsync(true),
  }
}

/** As the light itself. Rejects when it is not let in. */
export const connectAs = ({ broker, ca }: Enrolment, clientId: string, { key, made }: OwnIdentity) =>
  letIn(broker, { clientId, cert: made.certificatePem, key, ca: pem('CERTIFICATE', ca!) })

/** What hangs is ended by jest. In milliseconds: as long as a timer can run. */
const noLimit = 2 ** 31 - 1

function letIn(broker: string, options: IClientOptions): Promise<MqttClient> {
  const { promise, resolve, reject } = Promise.withResolvers<MqttClient>()
  const client = connect(broker, { ...options, protocolVersion: 4, reconnectPeriod: 0, connectTimeout: noLimit })
  client.once('connect', () => resolve(client))
  client.on('error', reject)
  client.once('close', () => reject(new Error('the broker hung up')))
  return promise
}

async function asked(client: MqttClient, topic: string, question: object): Promise<Answer> {
  await client.subscribeAsync([accepted(topic), rejected(topic)], { qos: 1 })
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const onMessage = (heard: string, payload: Buffer) =>
    resolve({ kind: heard === accepted(topic) ? 'accepted' : 'rejected', body: JSON.parse(String(payload)) })
  client.once('message', onMessage)
  client.once('close', () => reject(new Error('the broker hung up')))
  await client.publishAsync(topic, JSON.stringify(question), { qos: 1 })
  return promise
}

const pem = (label: string, der: string) =>
  `-----BEGIN ${label}-----\n${der.match(/.{1,64}/g)!.join('\n')}\n-----END ${label}-----\n`
