import { Stack } from 'aws-cdk-lib'
import { PolicyDocument } from 'aws-cdk-lib/aws-iam'
import { CfnPolicy } from 'aws-cdk-lib/aws-iot'
import { Construct } from 'constructs'
import { commandTopic, pullTopic, reportTopic } from '../../iot/contract/topics.ts'
import { allow } from '../allow.ts'
import { devicePolicyName } from '../names.ts'

/**
 * The one policy for the certificates of all lamps and cords. The thing that a certificate is attached to says which
 * device it is; without a thing it may do nothing. Things are made at enrolment: a stack has room for 500 resources.
 */
export class Devices extends Construct {
  readonly policy: CfnPolicy

  constructor(scope: Construct, id: string) {
    super(scope, id)
    const itself = '${iot:Connection.Thing.ThingName}'
    const arn = (resource: string, resourceName: string) =>
      Stack.of(this).formatArn({ service: 'iot', resource, resourceName })
    this.policy = new CfnPolicy(this, 'Policy', {
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
