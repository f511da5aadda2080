import { z } from 'zod'
import { evaluate, policyFrom } from '../iam.ts'
import { documentsOfRole, mayAssume } from '../iam/roles.ts'
import type { IotCoreProps } from '../iot-core.ts'
import type { Template } from '../template.ts'

/** The template's things, each held to all its policies, and its topic rules, each held to its role. */
export function deployedDevices(template: Template): Pick<IotCoreProps, 'things' | 'rules' | 'mayAct'> {
  const policies = template
    .ofType('AWS::IoT::Policy')
    .map(({ properties, logicalId }) => policyFrom(properties['PolicyDocument'], logicalId))
  return {
    things: template.ofType('AWS::IoT::Thing').map(({ ref: name }) => ({ name, policies })),
    rules: template.ofType('AWS::IoT::TopicRule').map(({ ref: name, arn, properties }) => {
      const { TopicRulePayload: payload } = z.object({ TopicRulePayload: z.unknown() }).parse(properties)
      return { name, arn, payload }
    }),
    mayAct: (roleArn, action, resource) =>
      mayAssume(template, roleArn, 'iot.amazonaws.com') &&
      evaluate(documentsOfRole(template, roleArn), action, resource) === 'allowed',
  }
}
