import { z } from 'zod'
import { type Activity } from '../../activity.ts'
import { type Peer } from './peer.ts'
import { apply, type ApplyProps } from './provisioning/apply.ts'
import { askHook, type HookProps } from './provisioning/hook.ts'
import { Rejected } from './provisioning/rejected.ts'
import { filledIn, type ProvisioningTemplate } from './provisioning/template.ts'
import { provisioningRequest } from './reserved-topics.ts'

export interface ProvisioningProps extends HookProps, ApplyProps {
  readonly templates: readonly ProvisioningTemplate[]
  readonly activity: Activity
  readonly log: (line: string) => void
}

/** What fleet provisioning says to a request, and on which topic. */
export type AnswerRequest = (peer: Peer, topic: string, payload: Buffer) => Promise<ProvisioningReply>
export interface ProvisioningReply {
  readonly topic: string
  readonly payload: Buffer
}

const createForm = z.object({ certificateSigningRequest: z.string() })
const provisionForm = z.object({
  certificateOwnershipToken: z.string().min(1),
  parameters: z.record(z.string(), z.string()).default({}),
})

/**
 * AWS IoT's fleet provisioning by claim: https://docs.aws.amazon.com/iot/latest/developerguide/fleet-provision-api.html
 * Only JSON, and only certificates for a device's own key.
 */
export function createProvisioning(props: ProvisioningProps): AnswerRequest {
  return (peer, topic, payload) =>
    props.activity.during(`fleet provisioning of ${peer.clientId}`, answer(props, peer, topic, payload))
}

async function answer(
  props: ProvisioningProps,
  peer: Peer,
  topic: string,
  payload: Buffer,
): Promise<ProvisioningReply> {
  try {
    const body = await bodyFor(props, peer, topic, payload)
    return { topic: `${topic}/accepted`, payload: Buffer.from(JSON.stringify(body)) }
  } catch (error) {
    if (!(error instanceof Rejected)) throw error
    const { statusCode, errorCode, message } = error
    props.log(`fleet provisioning rejects ${peer.clientId}: ${errorCode}: ${message}`)
    const body = { statusCode, errorCode, errorMessage: message }
    return { topic: `${topic}/rejected`, payload: Buffer.from(JSON.stringify(body)) }
  }
}

async function bodyFor(props: ProvisioningProps, peer: Peer, topic: string, payload: Buffer): Promise<unknown> {
  const request = provisioningRequest(topic)
  if (request === undefined) throw new Error(`${topic} is not a topic of fleet provisioning`)
  return request.kind === 'provision'
    ? provision(props, peer, request.template, parsed(provisionForm, payload))
    : create(props, parsed(createForm, payload))
}

function create({ registry }: ProvisioningProps, { certificateSigningRequest }: z.infer<typeof createForm>) {
  const issued = registry.certificates.issuePending(certificateSigningRequest)
  if (issued.kind === 'refused') throw new Rejected(400, 'InvalidCSR', `The CSR is refused: ${issued.why}.`)
  const { id, pem } = issued.certificate
  return { certificateOwnershipToken: issued.token, certificateId: id, certificatePem: pem }
}

async function provision(
  props: ProvisioningProps,
  { clientId, certificateId: claimCertificateId }: Peer,
  name: string,
  { certificateOwnershipToken, parameters }: z.infer<typeof provisionForm>,
) {
  const { registry, templates } = props
  const certificate = registry.certificates.ownedWith(certificateOwnershipToken)
  if (certificate === undefined) {
    throw new Rejected(400, 'InvalidCertificateOwnershipToken', 'The certificate ownership token is not valid.')
  }
  const template = templates.find((one) => one.name === name && one.enabled)
  if (template === undefined) throw new Rejected(404, 'ResourceNotFound', `There is no provisioning template ${name}.`)

  const { id: certificateId, pem: certificatePem } = certificate
  const event = { claimCertificateId, certificateId, certificatePem, templateArn: template.arn, clientId, parameters }
  const overrides = await askHook(props, template, event)
  const wanted = filledIn(template, { ...parameters, ...overrides, 'AWS::IoT::Certificate::Id': certificateId })
  apply(props, template, certificate, wanted)
  return { deviceConfiguration: wanted.deviceConfiguration, thingName: wanted.thingName }
}

function parsed<T>(form: z.ZodType<T>, payload: Buffer): T {
  const { success, data, error } = form.safeParse(jsonIn(payload))
  if (success) return data
  throw new Rejected(400, 'InvalidPayload', z.prettifyError(error))
}

function jsonIn(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString())
  } catch {
    throw new Rejected(400, 'InvalidPayload', 'The payload is not JSON.')
  }
}
