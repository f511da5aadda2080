import { ArnFormat, Duration, Stack } from 'aws-cdk-lib'
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Code } from 'aws-cdk-lib/aws-lambda'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { Call } from '../../functions/actions/action.ts'
import type { PlaybookConfig } from '../../functions/config/define-andon.ts'
import { toSeconds } from '../../functions/domain/duration.ts'
import { longestHold, mostHolds } from '../../functions/domain/hold.ts'
import { allow } from '../allow.ts'
import { addDurableAlias, durably, mayEndure } from '../durable.ts'
import { playbookFunctions } from '../names.ts'
import { AndonFunction } from './andon-function.ts'
import { DeadLetters } from './dead-letters.ts'

export interface PlaybookProps {
  /** As the config names it. */
  readonly name: string
  readonly playbook: PlaybookConfig
  readonly code: Code
  readonly table: TableV2
  readonly alarms: ITopic
  /** How many may run at once; undefined: as many as the account allows. */
  readonly reservedConcurrency: number | undefined
}

/** Runs one playbook, as a durable function. A function each, so that its role holds its own actions' calls alone. */
export class Playbook extends Construct {
  readonly function: AndonFunction
  /** What its countermeasures' actions declare. */
  readonly calls: readonly Call[]

  constructor(scope: Construct, id: string, props: PlaybookProps) {
    super(scope, id)
    const { name, playbook, code, table, alarms, reservedConcurrency } = props
    this.calls = playbook.countermeasures.flatMap((countermeasure) => countermeasure.do.calls)
    const deadLetters = new DeadLetters(this, 'DeadLetters', { of: `playbook-${name}` })
    this.function = new AndonFunction(this, 'Function', {
      name: `playbook-${name}`,
      hurts: `The line whose alarm started "${playbook.title}": the playbook broke off, and nobody may have been called.`,
      code,
      timeout: Duration.minutes(1),
      environment: { ANDON_TABLE: table.tableName, PLAYBOOK: name },
      may: [
        allow(['dynamodb:GetItem', 'dynamodb:PutItem'], table.tableArn),
        allow(['sqs:SendMessage'], deadLetters.queueArn),
        mayEndure(this, `${playbookFunctions}${name}`),
        ...this.#mayAct(),
      ],
      setsAside: deadLetters,
      alarms,
      more: {
        ...durably(longestRun(playbook), deadLetters),
        ...(reservedConcurrency !== undefined && { reservedConcurrentExecutions: reservedConcurrency }),
      },
    })
    addDurableAlias(this.function.lambda)
  }

  #mayAct(): PolicyStatement[] {
    const byResource = Map.groupBy(this.calls, (call) => this.#arnOf(call))
    return [...byResource].map(([arn, group]) => allow([...new Set(group.map(({ action }) => action))].sort(), arn))
  }

  #arnOf({ on: { service, resource } }: Call): string {
    return Stack.of(this).formatArn({ service, resource, arnFormat: ArnFormat.NO_RESOURCE_NAME })
  }
}

/** The waits and holds, and a day for the work between them, for retries and for a Lambda that has to wait its turn. */
function longestRun({ countermeasures }: PlaybookConfig): Duration {
  const waits = countermeasures.reduce((sum, { wait }) => sum + toSeconds(wait), 0)
  return Duration.seconds(Math.ceil(waits) + mostHolds * toSeconds(longestHold)).plus(Duration.days(1))
}
