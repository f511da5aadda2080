import { Duration, Stack } from 'aws-cdk-lib'
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import type { Code } from 'aws-cdk-lib/aws-lambda'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { mostReceptions } from '../../functions/domain/receptions.ts'
import { allow, mayConsume } from '../allow.ts'
import { AndonFunction } from './andon-function.ts'
import { DeadLetters } from './dead-letters.ts'

export interface OnSignalProps {
  readonly code: Code
  readonly table: TableV2
  readonly alarms: ITopic
}

/** Takes signals in: from the queue that every source sends to, into the table. */
export class OnSignal extends Construct {
  readonly signals: Queue
  readonly deadLetters: Queue
  readonly function: AndonFunction

  constructor(scope: Construct, id: string, { code, table, alarms }: OnSignalProps) {
    super(scope, id)
    const timeout = Duration.seconds(10)
    this.deadLetters = new DeadLetters(this, 'DeadLetters', { of: 'on-signal' })
    this.signals = new Queue(this, 'Signals', {
      queueName: 'andon-signals',
      // Lambda's advice: time for the function's own retries when it is throttled.
      visibilityTimeout: Duration.seconds(6 * timeout.toSeconds()),
      retentionPeriod: Duration.days(14),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: mostReceptions },
      enforceSSL: true,
    })
    this.function = new AndonFunction(this, 'Function', {
      name: 'on-signal',
      hurts: 'Everyone: a signal could not be used, so Andon may have missed an alarm or a pulled cord.',
      code,
      timeout,
      environment: {
        ANDON_TABLE: table.tableName,
        SIGNALS_URL: this.signals.queueUrl,
        DEAD_LETTERS_URL: this.deadLetters.queueUrl,
        // To know alarms of elsewhere. Its region it knows from Lambda.
        ANDON_ACCOUNT: Stack.of(this).account,
      },
      may: [
        mayConsume(this.signals),
        allow(['dynamodb:BatchGetItem', 'dynamodb:PutItem'], table.tableArn),
        allow(['sqs:SendMessage'], this.deadLetters.queueArn),
      ],
      setsAside: this.deadLetters,
      alarms,
    })
    this.function.lambda.addEventSource(
      new SqsEventSource(this.signals, {
        batchSize: 10,
        // A storm waits in the queue: more batches at once would only collide on their lines' items. Unlike reserved
        // concurrency, this takes nothing from what the account's other functions share, of which a new account has 10.
        maxConcurrency: 2,
        reportBatchItemFailures: true,
      }),
    )
  }
}
