import { z } from 'zod'
import { evaluate, policyFrom, type PolicyDocument } from '../services/iam/iam.ts'
import { unknownVariables } from '../services/iam/iot.ts'
import { documentsOfRole, mayAssume } from '../services/iam/roles.ts'
import type { IotCoreProps } from '../services/iot-core/iot-core.ts'
import {
  policiesIn,
  type ProvisioningTemplate,
  readProvisioningTemplate,
} from '../services/iot-core/provisioning/template.ts'
import type { IotRegistryProps } from '../services/iot-registry/iot-registry.ts'
import { NotModelled } from '../not-modelled.ts'
import type { Template } from '../template/template.ts'

type Devices = Pick<IotRegistryProps, 'things' | 'policies'> &
  Pick<IotCoreProps, 'devicePolicies' | 'templates' | 'rules' | 'mayAct'>

/**
 * What the template says of devices: things, policies, how to become one, and topic rules, each held to its role.
 * Throws `NotModelled` for a policy or a provisioning template that asks for what is not known here.
 */
export function deployedDevices(template: Template): Devices {
  const policies = policiesOf(template)
  const templates = template
    .ofType('AWS::IoT::ProvisioningTemplate')
    .map(({ ref, arn, properties }) => readProvisioningTemplate(ref, arn, properties))
  return {
    things: template.ofType('AWS::IoT::Thing').map(({ ref: name, properties }) => {
      const { AttributePayload } = thingProperties.parse(properties)
      return { name, attributes: AttributePayload.Attributes }
    }),
    policies,
    templates,
    devicePolicies: givenTo(templates, policies),
    rules: template.ofType('AWS::IoT::TopicRule').map(({ ref: name, arn, properties }) => {
      const { TopicRulePayload: payload } = z.object({ TopicRulePayload: z.unknown() }).parse(properties)
      return { name, arn, payload }
    }),
    mayAct: ({ roleArn, sourceArn }, action, resource) =>
      mayAssume(template, roleArn, 'iot.amazonaws.com', sourceArn) &&
      evaluate(documentsOfRole(template, roleArn), action, resource) === 'allowed',
  }
}

const attributes = z.object({ Attributes: z.record(z.string(), z.string()).default({}) })
const thingProperties = z.object({ AttributePayload: attributes.default({ Attributes: {} }) })

function policiesOf(template: Template): Map<string, PolicyDocument> {
  const documents = template.ofType('AWS::IoT::Policy').map(({ ref: name, logicalId, properties }) => {
    const unknown = unknownVariables(JSON.stringify(properties['PolicyDocument']))
    if (unknown.length > 0) throw new NotModelled(`The IoT policy ${name} uses ${unknown.join()}: not modelled locally`)
    return [name, policyFrom(properties['PolicyDocument'], logicalId)] as const
  })
  return new Map(documents)
}

/** What a device is given when it is provisioned; all there is where nothing says how that is done. */
function givenTo(
  templates: readonly ProvisioningTemplate[],
  policies: ReadonlyMap<string, PolicyDocument>,
): PolicyDocument[] {
  if (templates.length === 0) return [...policies.values()]
  return [...new Set(templates.flatMap(policiesIn))].map((name) => {
    const policy = policies.get(name)
    if (policy === undefined) throw new NotModelled(`The template has no IoT policy ${name} to provision devices with`)
    return policy
  })
}
