import { ArnFormat, Duration, Stack } from 'aws-cdk-lib'
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import type { Code } from 'aws-cdk-lib/aws-lambda'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { lineTopicName } from '../../functions/channels/sns/sns.ts'
import type { AndonConfig } from '../../functions/config/define-andon.ts'
import { allow, eachOrAll, mayConsume } from '../allow.ts'
import { channelNeeds, type ChannelNeeds } from '../channel-needs.ts'
import { AndonFunction } from './andon-function.ts'
import { DeadLetters } from './dead-letters.ts'

export interface OnNoticeProps {
  readonly code: Code
  readonly table: TableV2
  readonly alarms: ITopic
  readonly config: AndonConfig
}

/** Tells the channels what the queue says is to be told, each channel in order and no faster than it allows. */
export class OnNotice extends Construct {
  readonly notices: Queue
  readonly function: AndonFunction
  readonly needs: ChannelNeeds

  constructor(scope: Construct, id: string, { code, table, alarms, config }: OnNoticeProps) {
    super(scope, id)
    this.needs = channelNeeds(config)
    // A batch of ten for one channel takes twelve seconds at the pace that chat allows, and a call up to eight.
    const timeout = Duration.seconds(30)
    const deadLetters = new DeadLetters(this, 'DeadLetters', { of: 'on-notice', fifo: true })
    this.notices = this.#queue(timeout, deadLetters)
    this.function = new AndonFunction(this, 'Function', {
      name: 'on-notice',
      hurts: 'Everyone who relies on chat, mail or pager: a message about an incident was not sent.',
      code,
      timeout,
      environment: {
        ANDON_TABLE: table.tableName,
        NOTICES_URL: this.notices.queueUrl,
        DEAD_LETTERS_URL: deadLetters.queueUrl,
        LINE_TOPICS: this.#lineTopic(''),
      },
      may: [
        mayConsume(this.notices),
        allow(['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], table.tableArn),
        allow(['sqs:SendMessage'], deadLetters.queueArn),
        ...this.#mayTell(this.needs),
      ],
      setsAside: deadLetters,
      alarms,
    })
    this.function.lambda.addEventSource(
      new SqsEventSource(this.notices, { batchSize: 10, maxConcurrency: 5, reportBatchItemFailures: true }),
    )
  }

  #queue(timeout: Duration, deadLetters: Queue): Queue {
    return new Queue(this, 'Notices', {
      queueName: 'andon-notices.fifo',
      fifo: true,
      visibilityTimeout: Duration.seconds(6 * timeout.toSeconds()),
      // However long the chat is away, what is to be told waits for it: two weeks are the most that a queue keeps.
      retentionPeriod: Duration.days(14),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 1000 },
      enforceSSL: true,
    })
  }

  /** What the channels of the config need, and no more; a statement without resources would be refused. */
  #mayTell({ secrets, topicsOf, topics: others }: ChannelNeeds): PolicyStatement[] {
    const parameters = secrets.map(({ parameter }) => this.#arn('ssm', `parameter${parameter}`))
    const topics = [...eachOrAll(topicsOf, (line) => this.#lineTopic(line)), ...others]
    return [
      // With the account's own SSM key, the right to read the parameter includes decrypting it.
      ...(parameters.length > 0 ? [allow(['ssm:GetParameter'], ...parameters)] : []),
      ...(topics.length > 0 ? [allow(['sns:Publish'], ...topics)] : []),
    ]
  }

  #lineTopic(line: string): string {
    return this.#arn('sns', lineTopicName(line))
  }

  #arn(service: string, resource: string): string {
    return Stack.of(this).formatArn({ service, resource, arnFormat: ArnFormat.NO_RESOURCE_NAME })
  }
}
