import { Duration, Stack } from 'aws-cdk-lib'
import { Rule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'

/**
 * Calls a function once the stack is deployed. CloudFormation itself says that it is done: that takes no right, and no
 * custom resource that could fail a deployment.
 */
export const afterDeployment = (scope: Construct, id: string, ruleName: string, target: IFunction) =>
  new Rule(scope, id, {
    ruleName,
    eventPattern: {
      source: ['aws.cloudformation'],
      detailType: ['CloudFormation Stack Status Change'],
      detail: {
        'stack-id': [Stack.of(scope).stackId],
        'status-details': { status: ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'] },
      },
    },
    targets: [new LambdaFunction(target, { retryAttempts: 2, maxEventAge: Duration.minutes(5) })],
  })
