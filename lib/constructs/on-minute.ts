import { Duration, Stack } from 'aws-cdk-lib'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Code } from 'aws-cdk-lib/aws-lambda'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import { reportTopic } from '../../iot/contract/topics.ts'
import { allow, eachOrAll } from '../allow.ts'
import { AndonFunction } from './andon-function.ts'
import type { IncidentTable } from './incident-table.ts'

export interface OnMinuteProps {
  readonly code: Code
  readonly table: IncidentTable
  readonly alarms: ITopic
  /** By their names in the config. */
  readonly lights: readonly string[]
}

/** Once a minute: repeats light commands before the lamps stop trusting them, and checks what the lamps show. */
export class OnMinute extends Construct {
  readonly function: AndonFunction

  constructor(scope: Construct, id: string, { code, table, alarms, lights }: OnMinuteProps) {
    super(scope, id)
    this.function = new AndonFunction(this, 'Function', {
      name: 'on-minute',
      hurts:
        'Everyone who looks at a lamp: light commands are not repeated, so within five minutes the lamps show "unknown"; ' +
        'and nobody is told of a lamp that is off.',
      code,
      timeout: Duration.seconds(30),
      environment: { ANDON_TABLE: table.tableName },
      may: [
        allow(['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem'], table.tableArn),
        allow(['dynamodb:Query'], table.listing),
        ...this.#mayLookAt(lights),
      ],
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

  /** What each lamp says of itself, and whether it is connected; a statement without resources would be refused. */
  #mayLookAt(lights: readonly string[]): PolicyStatement[] {
    if (lights.length === 0) return []
    const arn = (resource: string, resourceName: string) =>
      Stack.of(this).formatArn({ service: 'iot', resource, resourceName })
    return [
      allow(['iot:GetRetainedMessage'], ...eachOrAll(lights, (light) => arn('topic', reportTopic(light)))),
      allow(['iot:GetConnection'], ...eachOrAll(lights, (light) => arn('client', light))),
    ]
  }
}
