import { evaluate, type PolicyDocument } from '../iam/iam.ts'
import { type IotConnection, iotContext } from '../iam/iot.ts'
import { type IotRegistry } from '../iot-registry/iot-registry.ts'
import { arnOf } from '../../arn.ts'
import { type MayPeer, type Peer } from './peer.ts'

/** As `MayPeer`, for the client that is connected under the client id. */
export type MayClient = (clientId: string, action: string, resource: string) => boolean

export interface DevicePoliciesProps {
  readonly registry: IotRegistry
  /** They hold for a device that comes without a certificate. */
  readonly devicePolicies: readonly PolicyDocument[]
  /** Names that are a device's, also while no thing of that name is registered. */
  readonly deviceNames: readonly string[]
}

/**
 * A client with a certificate is held to the policies that are attached to it, as long as it is active; without one, a
 * client whose id is a device's or a thing's is held to `devicePolicies`, and any other comes from this machine, is its
 * owner's, and may do all.
 */
export function createDevicePolicies({ registry, devicePolicies, deviceNames }: DevicePoliciesProps): MayPeer {
  const { things } = registry
  const unregistered = new Map(deviceNames.map((name) => [name, { name, attributes: {} }]))
  return (peer, action, resource) => {
    const { clientId, certificateId } = peer
    const thing = things.get(clientId) ?? unregistered.get(clientId)
    if (certificateId === undefined && thing === undefined) return true
    const [policies, connection] =
      certificateId === undefined
        ? [devicePolicies, { clientId, thing }]
        : [policiesOf(registry, certificateId), connectionOf(registry, peer, certificateId)]
    return evaluate(policies, action, arnOf('iot', resource), iotContext(connection)) === 'allowed'
  }
}

function policiesOf({ certificates, attachments, policies }: IotRegistry, certificateId: string): PolicyDocument[] {
  if (certificates.get(certificateId)?.status !== 'ACTIVE') return []
  return attachments.policiesOf(certificateId).flatMap((name) => policies.get(name) ?? [])
}

/** https://docs.aws.amazon.com/iot/latest/developerguide/exclusive-thing.html */
function connectionOf({ attachments, things }: IotRegistry, { clientId }: Peer, certificateId: string): IotConnection {
  const attached = attachments
    .thingsOf(certificateId)
    .find(({ thing, type }) => type === 'EXCLUSIVE_THING' || thing === clientId)
  return { clientId, certificateId, thing: attached && things.get(attached.thing) }
}
