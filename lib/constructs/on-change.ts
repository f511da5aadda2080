import { ArnFormat, Duration, Stack } from 'aws-cdk-lib'
import type { EventBus } from 'aws-cdk-lib/aws-events'
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { type Code, EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import { SqsDlq, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { type IQueue, Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { commandTopic } from '../../iot/contract/topics.ts'
import { allow, eachOrAll } from '../allow.ts'
import { executionsOf } from '../durable.ts'
import { durableAlias, escalateFunction, runPlaybookFunction } from '../names.ts'
import { AndonFunction } from './andon-function.ts'
import { DeadLetters } from './dead-letters.ts'
import type { IncidentTable } from './incident-table.ts'

export interface OnChangeProps {
  readonly code: Code
  readonly table: IncidentTable
  readonly bus: EventBus
  readonly notices: IQueue
  /** By their names in the config. */
  readonly lights: readonly string[]
  readonly alarms: ITopic
}

/** What Lambda asks of a role before it reads a stream. */
const streamReading = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator']
/** Lambda asks for this too. AWS's guide has it on the stream, the reference on everything: this is good for both. */
const streamListing = ['dynamodb:ListStreams']

/** What Lambda asks of a role before it reads a queue. Nothing here keeps messages for later. */
const queueReading = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']

/**
 * Only crashes of the function count here: a projection that fails is tried by itself. After that, Lambda sets aside
 * the batch's position in the stream, which keeps everything for a day.
 */
const mostTriesOfABatch = 100

/** Tells and shows what has changed in the table: lamps, the bus, the notices' queue, playbooks, escalations. */
export class OnChange extends Construct {
  readonly function: AndonFunction
  /** Projections that failed and are tried later, each by itself. */
  readonly retries: Queue

  constructor(scope: Construct, id: string, props: OnChangeProps) {
    super(scope, id)
    const { code, table, bus, notices, alarms } = props
    // When several services hang, each costs ten seconds before it is given up.
    const timeout = Duration.minutes(1)
    const deadLetters = new DeadLetters(this, 'DeadLetters', { of: 'on-change' })
    this.retries = this.#queue(timeout, deadLetters)
    this.function = new AndonFunction(this, 'Function', {
      name: 'on-change',
      hurts:
        'Everyone: a change was saved, but a lamp, a chat, the bus or a playbook was not told. ' +
        'The queue andon-on-change-dead says what and why.',
      code,
      timeout,
      environment: {
        ANDON_TABLE: table.tableName,
        ANDON_BUS: bus.eventBusName,
        NOTICES_URL: notices.queueUrl,
        PLAYBOOK_FUNCTION: runPlaybookFunction,
        ESCALATE_FUNCTION: escalateFunction,
        RETRIES_URL: this.retries.queueUrl,
        DEAD_LETTERS_URL: deadLetters.queueUrl,
      },
      may: [
        allow(streamReading, streamOf(table)),
        allow(streamListing, '*'),
        // It writes where a playbook could not start or go on, and people must be called.
        allow(['dynamodb:GetItem', 'dynamodb:PutItem'], table.tableArn),
        allow(['dynamodb:Query'], table.listing),
        allow(['sqs:SendMessage'], notices.queueArn, this.retries.queueArn, deadLetters.queueArn),
        allow(queueReading, this.retries.queueArn),
        allow(['events:PutEvents'], bus.eventBusArn),
        ...this.#mayReach(props),
      ],
      setsAside: deadLetters,
      alarms,
    })
    this.#feed(table, deadLetters)
    this.#watch()
  }

  #feed(table: IncidentTable, deadLetters: Queue): void {
    new EventSourceMapping(this, 'Changes', {
      target: this.function.lambda,
      eventSourceArn: streamOf(table),
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      filters: [changesOf('LINE'), changesOf({ prefix: 'ENTRY#' })],
      bisectBatchOnError: true,
      retryAttempts: mostTriesOfABatch,
      // What is older is better looked at by people than told as if it were news.
      maxRecordAge: Duration.hours(4),
      onFailure: new SqsDlq(deadLetters),
    })
    // No maximum concurrency: with one, Lambda would ask an empty queue more than twice as often (docs/cost.md).
    this.function.lambda.addEventSource(
      new SqsEventSource(this.retries, { batchSize: 10, reportBatchItemFailures: true }),
    )
  }

  #queue(timeout: Duration, deadLetters: Queue): Queue {
    return new Queue(this, 'Retries', {
      queueName: 'andon-retries',
      visibilityTimeout: Duration.seconds(6 * timeout.toSeconds()),
      // The projection counts its own tries. This is for a message that takes the function down with it.
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 },
      enforceSSL: true,
    })
  }

  /** Beside the alarm for what was set aside. */
  #watch(): void {
    const { lambda } = this.function
    const period = Duration.minutes(1)
    this.function.watch('errors', {
      hurts:
        'Everyone, while it lasts: changes are saved, but the function that passes them on keeps failing, ' +
        'so lamps, chat and playbooks are late.',
      metric: lambda.metricErrors({ period, statistic: 'Sum' }),
      threshold: 1,
      minutes: 1,
    })
    this.function.watch('behind', {
      hurts:
        'Everyone who looks at a lamp or a chat: what they show is more than a minute old, and playbooks start late.',
      metric: lambda.metric('IteratorAge', { period, statistic: 'Maximum' }),
      threshold: Duration.minutes(1).toMilliseconds(),
      minutes: 2,
    })
  }

  /** Exactly the lamps that the config names; a statement without resources would be refused. */
  #mayReach({ lights }: OnChangeProps): PolicyStatement[] {
    const topics = eachOrAll(lights, (light) =>
      this.#arn('iot', 'topic', commandTopic(light), ArnFormat.SLASH_RESOURCE_NAME),
    )
    const starts = [runPlaybookFunction, escalateFunction].map((name) =>
      this.#arn('lambda', 'function', `${name}:${durableAlias}`),
    )
    return [
      ...(topics.length > 0 ? [allow(['iot:Publish', 'iot:RetainPublish'], ...topics)] : []),
      allow(['lambda:InvokeFunction'], ...starts),
      allow(['lambda:SendDurableExecutionCallbackSuccess'], executionsOf(this, runPlaybookFunction)),
    ]
  }

  #arn(service: string, resource: string, resourceName: string, arnFormat = ArnFormat.COLON_RESOURCE_NAME): string {
    return Stack.of(this).formatArn({ service, resource, resourceName, arnFormat })
  }
}

function streamOf({ tableStreamArn }: IncidentTable): string {
  if (tableStreamArn === undefined) throw new Error('the table has no stream')
  return tableStreamArn
}

/** Of all that is written, only lines and timeline entries are passed on; the rest costs no invocation. */
const changesOf = (sk: string | { readonly prefix: string }) =>
  FilterCriteria.filter({ eventName: ['INSERT', 'MODIFY'], dynamodb: { NewImage: { sk: { S: [sk] } } } })
