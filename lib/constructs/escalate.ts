import { Duration } from 'aws-cdk-lib'
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import type { Code } from 'aws-cdk-lib/aws-lambda'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { LineConfig } from '../../functions/config/define-andon.ts'
import { toSeconds } from '../../functions/domain/duration.ts'
import { allow } from '../allow.ts'
import { addDurableAlias, durably, mayCheckpoint } from '../durable.ts'
import { escalateFunction } from '../names.ts'
import { AndonFunction } from './andon-function.ts'
import { DeadLetters } from './dead-letters.ts'

export interface EscalateProps {
  readonly code: Code
  readonly table: TableV2
  readonly alarms: ITopic
  readonly lines: Readonly<Record<string, LineConfig>>
}

/** Stops the line when nobody answers a call in time. A durable function: it waits. */
export class Escalate extends Construct {
  readonly function: AndonFunction

  constructor(scope: Construct, id: string, { code, table, alarms, lines }: EscalateProps) {
    super(scope, id)
    const deadLetters = new DeadLetters(this, 'DeadLetters', { of: 'escalate' })
    this.function = new AndonFunction(this, 'Function', {
      name: 'escalate',
      hurts: 'The line of a call that nobody answered: the call was not followed up, so the line may not have stopped.',
      code,
      timeout: Duration.minutes(1),
      environment: { ANDON_TABLE: table.tableName },
      may: [
        allow(['dynamodb:GetItem', 'dynamodb:PutItem'], table.tableArn),
        allow(['sqs:SendMessage'], deadLetters.queueArn),
        mayCheckpoint(this, escalateFunction),
      ],
      setsAside: deadLetters,
      alarms,
      more: durably(longestRun(Object.values(lines)), deadLetters),
    })
    addDurableAlias(this.function.lambda)
  }
}

/** The longest wait for an answer, and a day for retries and for a Lambda that has to wait its turn. */
function longestRun(lines: readonly LineConfig[]): Duration {
  const waits = lines.map(({ answerWithin = {} }) => toSeconds(answerWithin))
  return Duration.seconds(Math.ceil(Math.max(...waits))).plus(Duration.days(1))
}
