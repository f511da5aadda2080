import { execFileSync } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { connectAsync, type MqttClient } from 'mqtt'
import { type Enrolment, tokenFor } from '../../iot/contract/enrolment.ts'
import { accepted, createFromCsrTopic, provisionTopic, rejected } from '../../iot/contract/provisioning.ts'
import { type Authority, makeAuthority } from '../iot/link/certificates.ts'
import { type SecureMosquitto, startSecureMosquitto } from '../iot/link/mosquitto.ts'

const template = 'andon-light'

/** Plays AWS IoT's fleet provisioning on a real broker, with a real authority. */
export interface ProvisioningCloud {
  readonly broker: SecureMosquitto
  readonly authority: Authority
  /** Everything that a Pi asked for, in order: `certificate`, or `provision <light>`. */
  readonly asked: string[]
  /** Ids of certificates: those that were made, and those that were made good for something. */
  readonly made: string[]
  readonly active: string[]
  /** What it says to the next provisioning; 'grant' unless set. `nothing` grants, and its answer is lost. */
  next: 'grant' | 'refuse' | 'nothing' | 'other-light'
  /** Who signs the certificates that it makes; its own authority unless set. */
  signer: Authority
  /** A claim that nobody has used, as `andon light add` hands it out. */
  aClaim(but?: Partial<Enrolment>): { readonly enrolment: Enrolment; readonly token: string }
  /** As if nobody had ever asked for anything. */
  forget(): void
  /** Resolves when the next provisioning has been asked for. */
  whenAsked(): Promise<void>
  stop(): Promise<void>
}

const derOf = (pem: string) => pem.replace(/-----[^-]+-----|\s/g, '')

export async function startProvisioningCloud(): Promise<ProvisioningCloud> {
  const authority = makeAuthority()
  const broker = await startSecureMosquitto(authority, authority.issue('broker'))
  const client = await connectAsync(broker.url)
  let claims = 0
  const waiting: (() => void)[] = []
  const cloud: ProvisioningCloud = {
    broker,
    authority,
    asked: [],
    made: [],
    active: [],
    next: 'grant',
    signer: authority,
    aClaim(but) {
      const claim = authority.issue(`claim-${claims++}`)
      const enrolment: Enrolment = {
        light: 'desk-1',
        broker: `mqtts://localhost:${broker.securePorts[0]}`,
        template,
        certificate: derOf(claim.certificate),
        key: derOf(claim.key),
        ca: derOf(authority.certificate),
        expires: '2126-11-21T00:00:00Z',
        ...but,
      }
      return { enrolment, token: tokenFor(enrolment) }
    },
    forget() {
      for (const list of [cloud.asked, cloud.made, cloud.active]) list.length = 0
      Object.assign(cloud, { next: 'grant', signer: authority })
    },
    whenAsked: () => new Promise((resolve) => waiting.push(resolve)),
    async stop() {
      await client.endAsync(true)
      await broker.kill()
      authority.remove()
    },
  }
  client.on('message', (topic, payload) => {
    answer(cloud, client, topic, JSON.parse(payload.toString()))
    if (topic !== createFromCsrTopic) for (const resolve of waiting.splice(0)) resolve()
  })
  await client.subscribeAsync([createFromCsrTopic, provisionTopic(template)], { qos: 1 })
  return cloud
}

function answer(cloud: ProvisioningCloud, client: MqttClient, topic: string, question: any): void {
  const say = (to: string, body: object) => client.publish(to, JSON.stringify(body), { qos: 1 })
  const refuse = (errorMessage: string) =>
    say(rejected(topic), { statusCode: 403, errorCode: 'AccessDenied', errorMessage })
  if (topic === createFromCsrTopic) {
    cloud.asked.push('certificate')
    const certificatePem = sign(cloud.signer, question.certificateSigningRequest)
    const certificateId = createHash('sha256').update(new X509Certificate(certificatePem).raw).digest('hex')
    cloud.made.push(certificateId)
    return void say(accepted(topic), {
      certificateId,
      certificatePem,
      certificateOwnershipToken: `owns ${certificateId}`,
    })
  }
  const { ThingName } = question.parameters
  const id = String(question.certificateOwnershipToken).replace('owns ', '')
  cloud.asked.push(`provision ${ThingName}`)
  // As on-enrol has it: one device for a claim. Whether AWS takes an ownership token twice, nobody says; here it does not.
  if (cloud.next === 'refuse' || cloud.active.length > 0) return void refuse('no')
  if (cloud.signer === cloud.authority) cloud.active.push(id)
  else return void refuse('that certificate has waited for too long')
  if (cloud.next === 'nothing') return
  say(accepted(topic), { thingName: cloud.next === 'other-light' ? 'desk-2' : ThingName, deviceConfiguration: {} })
}

let requests = 0
function sign(authority: Authority, request: string): string {
  const folder = dirname(authority.certificateFile)
  const csr = join(folder, `request-${requests++}.csr`)
  writeFileSync(csr, request)
  const args = ['x509', '-req', '-in', csr, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-days', '30']
  return execFileSync('openssl', [...args, '-set_serial', String(1000 + requests)], {
    cwd: folder,
    stdio: 'pipe',
  }).toString()
}
