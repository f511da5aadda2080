import { type IotRegistry } from '../../iot-registry/iot-registry.ts'
import { type RegisteredCertificate } from '../../iot-registry/certificates.ts'
import { certificateArn, thingArn } from '../../iot-registry/operation.ts'
import { type MayAct } from '../actions.ts'
import { Rejected } from './rejected.ts'
import { type Filled, type ProvisioningTemplate } from './template.ts'

export interface ApplyProps {
  readonly registry: IotRegistry
  readonly mayAct: MayAct
}

/** Makes of the device what the template says, all of it or nothing. Throws `Rejected` when the template's role may not. */
export function apply(
  { registry, mayAct }: ApplyProps,
  { roleArn, arn: sourceArn }: ProvisioningTemplate,
  certificate: RegisteredCertificate,
  { thingName: thing, certificateId, status, policies }: Filled,
): void {
  const { things, certificates, attachments, together } = registry
  if (certificateId !== certificate.id)
    throw new Rejected(400, 'InvalidParameters', 'It is not the id of the certificate.')
  const isNew = things.get(thing) === undefined
  for (const [action, resource] of calls(thing, certificateId, isNew, policies.length > 0)) {
    if (mayAct({ roleArn, sourceArn }, action, resource)) continue
    throw new Rejected(403, 'AccessDenied', `The provisioning role is not allowed ${action} on ${resource}.`)
  }
  together(() => {
    if (isNew) things.make({ name: thing, attributes: {} })
    for (const policy of policies) attachments.attachPolicy(certificateId, policy)
    attachments.attachThing({ certificateId, thing, type: 'NON_EXCLUSIVE_THING' })
    certificates.setStatus(certificateId, status)
  })
}

/** What AWS IoT calls on the way is not documented; these are the least that the outcome takes. */
function calls(thing: string, certificateId: string, isNew: boolean, hasPolicies: boolean): [string, string][] {
  const certificate = certificateArn(certificateId)
  return [
    ['iot:DescribeThing', thingArn(thing)],
    ...(isNew ? [['iot:CreateThing', thingArn(thing)] satisfies [string, string]] : []),
    ['iot:DescribeCertificate', certificate],
    ['iot:UpdateCertificate', certificate],
    ...(hasPolicies ? [['iot:AttachPolicy', certificate] satisfies [string, string]] : []),
    ['iot:AttachThingPrincipal', certificate],
  ]
}
