import { ArnFormat, Duration, Stack } from 'aws-cdk-lib'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import type { Code } from 'aws-cdk-lib/aws-lambda'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { afterDeployment } from '../after-deployment.ts'
import { allow } from '../allow.ts'
import { AndonFunction } from './andon-function.ts'
import type { IncidentTable } from './incident-table.ts'

export interface OnReconcileProps {
  readonly code: Code
  readonly table: IncidentTable
  readonly signals: IQueue
  readonly alarms: ITopic
}

/** Asks CloudWatch how its alarms stand, every five minutes and first thing after a deployment. */
export class OnReconcile extends Construct {
  readonly function: AndonFunction

  constructor(scope: Construct, id: string, { code, table, signals, alarms }: OnReconcileProps) {
    super(scope, id)
    this.function = new AndonFunction(this, 'Function', {
      name: 'on-reconcile',
      hurts:
        'Everyone who trusts a calm lamp: CloudWatch is not asked how its alarms stand, so an alarm whose event was lost, ' +
        'or that was deleted or muted, is not noticed.',
      code,
      // It tries three times by itself.
      timeout: Duration.minutes(2),
      environment: {
        ANDON_TABLE: table.tableName,
        ANDON_ACCOUNT: Stack.of(this).account,
        SIGNALS_URL: signals.queueUrl,
      },
      may: [
        allow(['dynamodb:BatchGetItem'], table.tableArn),
        allow(['dynamodb:Query'], table.listing),
        allow(['sqs:SendMessage'], signals.queueArn),
        // Both list, and composite alarms are told of only to those who may ask for all.
        allow(['cloudwatch:DescribeAlarms', 'cloudwatch:ListAlarmMuteRules'], '*'),
        allow(['cloudwatch:GetAlarmMuteRule'], this.#anyMuteRule()),
      ],
      setsAside: 'nowhere, every five minutes',
      alarms,
    })
    new Rule(this, 'EveryFiveMinutes', {
      ruleName: 'andon-every-five-minutes',
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [new LambdaFunction(this.function.lambda, { retryAttempts: 0, maxEventAge: Duration.minutes(5) })],
    })
    afterDeployment(this, 'AfterDeployment', 'andon-after-deployment', this.function.lambda)
  }

  #anyMuteRule(): string {
    return Stack.of(this).formatArn({
      service: 'cloudwatch',
      resource: 'alarm-mute-rule',
      resourceName: '*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    })
  }
}
