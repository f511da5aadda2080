import { Stack } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Topic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import { alarmsTopicName } from '../names.ts'

/** Where Andon's own alarms go, past everything that may be broken: people subscribe by mail or text message. */
export class AlarmsTopic extends Topic {
  constructor(scope: Construct, id: string) {
    super(scope, id, { topicName: alarmsTopicName, enforceSSL: true })
    // A policy of our own takes the place of the default one, which would have let the alarms in.
    this.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    )
  }
}
