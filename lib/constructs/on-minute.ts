import { Duration } from 'aws-cdk-lib'
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import type { Code } from 'aws-cdk-lib/aws-lambda'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import { allow } from '../allow.ts'
import { AndonFunction } from './andon-function.ts'

export interface OnMinuteProps {
  readonly code: Code
  readonly table: TableV2
  readonly alarms: ITopic
}

/** Says every line anew once a minute, for a lamp believes nothing that is older than three. */
export class OnMinute extends Construct {
  readonly function: AndonFunction

  constructor(scope: Construct, id: string, { code, table, alarms }: OnMinuteProps) {
    super(scope, id)
    this.function = new AndonFunction(this, 'Function', {
      name: 'on-minute',
      hurts: 'Everyone who looks at a lamp: lines are not said anew, so within three minutes the lamps show "unknown".',
      code,
      timeout: Duration.seconds(30),
      environment: { ANDON_TABLE: table.tableName },
      may: [allow(['dynamodb:GetItem', 'dynamodb:PutItem'], table.tableArn)],
      // The next minute does what this one could not.
      setsAside: 'nowhere',
      alarms,
    })
    new Rule(this, 'EveryMinute', {
      ruleName: 'andon-every-minute',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(this.function.lambda, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
    })
  }
}
