import { ArnFormat, Duration, Stack } from 'aws-cdk-lib'
import type { EventBus } from 'aws-cdk-lib/aws-events'
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { type Code, EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { commandTopic } from '../../iot/contract/topics.ts'
import { allow, eachOrAll } from '../allow.ts'
import { executionsOf } from '../durable.ts'
import { durableAlias, escalateFunction, playbookFunctions } from '../names.ts'
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
  readonly playbooks: readonly string[]
  readonly alarms: ITopic
}

/** What Lambda asks of a role before it reads a stream. ListStreams is content with the one stream as well. */
const streamReading = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
]

/** Tells and shows what has changed in the table: lamps, the bus, the notices' queue, playbooks, escalations. */
export class OnChange extends Construct {
  readonly function: AndonFunction
  /** Names of the functions whose runs it tells to go on. */
  readonly releases: readonly string[]

  constructor(scope: Construct, id: string, props: OnChangeProps) {
    super(scope, id)
    const { code, table, bus, notices, alarms } = props
    this.releases = props.playbooks.map((name) => `${playbookFunctions}${name}`)
    const deadLetters = new DeadLetters(this, 'DeadLetters', { of: 'on-change' })
    this.function = new AndonFunction(this, 'Function', {
      name: 'on-change',
      hurts: 'Everyone: a change was saved but not passed on, so lamps, chat or playbooks may lag behind the truth.',
      code,
      timeout: Duration.seconds(30),
      environment: {
        ANDON_TABLE: table.tableName,
        ANDON_BUS: bus.eventBusName,
        NOTICES_URL: notices.queueUrl,
        PLAYBOOK_FUNCTIONS: playbookFunctions,
        ESCALATE_FUNCTION: escalateFunction,
        DEAD_LETTERS_URL: deadLetters.queueUrl,
      },
      may: [
        allow(streamReading, streamOf(table)),
        allow(['dynamodb:GetItem', 'dynamodb:PutItem'], table.tableArn),
        allow(['dynamodb:Query'], table.listing),
        allow(['sqs:SendMessage'], notices.queueArn, deadLetters.queueArn),
        allow(['events:PutEvents'], bus.eventBusArn),
        ...this.#mayReach(props),
      ],
      setsAside: deadLetters,
      alarms,
    })
    new EventSourceMapping(this, 'Changes', {
      target: this.function.lambda,
      eventSourceArn: streamOf(table),
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      filters: [changesOf('LINE'), changesOf({ prefix: 'ENTRY#' })],
      bisectBatchOnError: true,
      // What is older is better looked at by people than told as if it were news.
      maxRecordAge: Duration.hours(4),
      onFailure: new SqsDlq(deadLetters),
    })
  }

  /** Exactly the lamps and playbooks that the config names; a statement without resources would be refused. */
  #mayReach({ lights }: OnChangeProps): PolicyStatement[] {
    const topics = eachOrAll(lights, (light) =>
      this.#arn('iot', 'topic', commandTopic(light), ArnFormat.SLASH_RESOURCE_NAME),
    )
    const starts = [...this.releases, escalateFunction].map((name) =>
      this.#arn('lambda', 'function', `${name}:${durableAlias}`),
    )
    const runs = this.releases.map((name) => executionsOf(this, name))
    return [
      ...(topics.length > 0 ? [allow(['iot:Publish', 'iot:RetainPublish'], ...topics)] : []),
      allow(['lambda:InvokeFunction'], ...starts),
      ...(runs.length > 0 ? [allow(['lambda:SendDurableExecutionCallbackSuccess'], ...runs)] : []),
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
