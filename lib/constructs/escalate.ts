import { ArnFormat, Duration, Stack } from 'aws-cdk-lib'
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import type { Code } from 'aws-cdk-lib/aws-lambda'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { LineConfig } from '../../functions/config/define-andon.ts'
import { toSeconds } from '../../functions/domain/duration.ts'
import { allow } from '../allow.ts'
import { addDurableAlias, durably, mayEndure } from '../durable.ts'
import { escalateFunction, lineTopicName } from '../names.ts'
import { AndonFunction } from './andon-function.ts'
import { DeadLetters } from './dead-letters.ts'
import { LineTopic } from './line-topic.ts'

export interface EscalateProps {
  readonly code: Code
  readonly table: TableV2
  readonly alarms: ITopic
  readonly lines: Readonly<Record<string, LineConfig>>
}

/** Tells each line's people of every call, and stops the line when nobody answers. A durable function: it waits. */
export class Escalate extends Construct {
  readonly function: AndonFunction
  readonly topics: readonly LineTopic[]

  constructor(scope: Construct, id: string, { code, table, alarms, lines }: EscalateProps) {
    super(scope, id)
    this.topics = Object.keys(lines).map((line) => new LineTopic(this, `Topic-${line}`, line))
    const deadLetters = new DeadLetters(this, 'DeadLetters', { of: 'escalate' })
    this.function = new AndonFunction(this, 'Function', {
      name: 'escalate',
      hurts: 'Whoever is called beside chat: a call did not go out, or was not followed up though nobody answered it.',
      code,
      timeout: Duration.minutes(1),
      environment: { ANDON_TABLE: table.tableName, LINE_TOPICS: this.#topicsOfAllLines() },
      may: [
        allow(['dynamodb:GetItem', 'dynamodb:PutItem'], table.tableArn),
        allow(['sns:Publish'], ...this.topics.map(({ topicArn }) => topicArn)),
        allow(['sqs:SendMessage'], deadLetters.queueArn),
        mayEndure(this, escalateFunction),
      ],
      setsAside: deadLetters,
      alarms,
      more: durably(longestRun(Object.values(lines)), deadLetters),
    })
    addDurableAlias(this.function.lambda)
  }

  /** What comes before the line's name in the ARN of each. */
  #topicsOfAllLines(): string {
    return Stack.of(this).formatArn({
      service: 'sns',
      resource: lineTopicName(''),
      arnFormat: ArnFormat.NO_RESOURCE_NAME,
    })
  }
}

/** The longest wait for an answer, and a day for retries and for a Lambda that has to wait its turn. */
function longestRun(lines: readonly LineConfig[]): Duration {
  const waits = lines.map(({ answerWithin = {} }) => toSeconds(answerWithin))
  return Duration.seconds(Math.ceil(Math.max(...waits))).plus(Duration.days(1))
}
