import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Alias, Function } from 'aws-cdk-lib/aws-lambda'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { allow } from './allow.ts'
import { durableAlias } from './names.ts'

// What all durable functions have in common.

/** @param executionTimeout of a whole run, its waits included */
export const durably = (executionTimeout: Duration, deadLetterQueue: Queue) => ({
  deadLetterQueue,
  durableConfig: { executionTimeout, retentionPeriod: Duration.days(30) },
  // Running executions stay on their version, and it must not go while they wait.
  currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE },
})

export function addDurableAlias(lambda: Function): Alias {
  return lambda.addAlias(durableAlias, {
    // Its steps have retries of their own; a run that failed all the same must not act on everything again.
    retryAttempts: 0,
    // Throttled starts are retried until then. Later, people are already working on it.
    maxEventAge: Duration.hours(1),
  })
}

export const mayCheckpoint = (scope: Construct, functionName: string): PolicyStatement =>
  allow(['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'], executionsOf(scope, functionName))

/** Executions belong to a version, whose number only the deployment knows. */
export const executionsOf = (scope: Construct, functionName: string): string =>
  Stack.of(scope).formatArn({
    service: 'lambda',
    resource: 'function',
    resourceName: `${functionName}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  })
