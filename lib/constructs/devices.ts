import { Stack } from 'aws-cdk-lib'
import { PolicyDocument } from 'aws-cdk-lib/aws-iam'
import { CfnPolicy, CfnThing } from 'aws-cdk-lib/aws-iot'
import { Construct } from 'constructs'
import { commandTopic, pullTopic, reportTopic } from '../../iot/contract/topics.ts'
import { allow } from '../allow.ts'
import { devicePolicyName } from '../names.ts'

export interface DevicesProps {
  /** Names of all lights and cords; one device may be both. */
  readonly things: readonly string[]
}

/**
 * The lamps and cords as AWS IoT knows them, and the one policy for the certificates of all of them. Which device a
 * certificate stands for is told by the thing that it is attached to; without one it may do nothing.
 */
export class Devices extends Construct {
  constructor(scope: Construct, id: string, { things }: DevicesProps) {
    super(scope, id)
    for (const name of things) new CfnThing(this, `Thing-${name}`, { thingName: name })

    const itself = '${iot:Connection.Thing.ThingName}'
    const arn = (resource: string, resourceName: string) =>
      Stack.of(this).formatArn({ service: 'iot', resource, resourceName })
    new CfnPolicy(this, 'Policy', {
      policyName: devicePolicyName,
      policyDocument: new PolicyDocument({
        statements: [
          allow(['iot:Connect'], arn('client', itself)),
          allow(['iot:Publish'], arn('topic', reportTopic(itself)), arn('topic', pullTopic(itself))),
          allow(['iot:RetainPublish'], arn('topic', reportTopic(itself))),
          allow(['iot:Subscribe'], arn('topicfilter', commandTopic(itself))),
          allow(['iot:Receive'], arn('topic', commandTopic(itself))),
        ],
      }),
    })
  }
}
