import { evaluate, type PolicyDocument } from '../iam.ts'
import { iotContext } from '../iam/iot.ts'
import { arnOf } from '../service.ts'

/** A device of the template and the AWS::IoT::Policy documents that hold for it. */
export interface Thing {
  readonly name: string
  readonly policies: readonly PolicyDocument[]
}

/** Whether the client may do `action` (`iot:Publish`, …) on `resource` (`topic/…`, `topicfilter/…`, `client/…`). */
export type MayClient = (clientId: string, action: string, resource: string) => boolean

/**
 * A client whose id is a thing's is held to that thing's policies; any other comes from this machine, is its owner's, and
 * may do all.
 */
export function createDevicePolicies(things: readonly Thing[]): MayClient {
  const byName = new Map(things.map((thing) => [thing.name, thing]))
  return (clientId, action, resource) => {
    const thing = byName.get(clientId)
    if (thing === undefined) return true
    return evaluate(thing.policies, action, arnOf('iot', resource), iotContext({ clientId, thing })) === 'allowed'
  }
}
