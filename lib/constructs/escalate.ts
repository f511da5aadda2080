import { ArnFormat, Duration, Stack } from 'aws-cdk-lib'
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Code } from 'aws-cdk-lib/aws-lambda'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { LineConfig } from '../../functions/config/define-andon.ts'
import { momentsOf } from '../../functions/domain/escalation.ts'
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
  /** Names of the SSM parameters that hold where rotas are. */
  readonly rotas: readonly string[]

  constructor(scope: Construct, id: string, { code, table, alarms, lines }: EscalateProps) {
    super(scope, id)
    this.rotas = rotasOf(Object.values(lines))
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
        ...this.#mayRead(this.rotas),
      ],
      setsAside: deadLetters,
      alarms,
      more: durably(longestRun(Object.values(lines)), deadLetters),
    })
    addDurableAlias(this.function.lambda)
  }

  #mayRead(parameters: readonly string[]): PolicyStatement[] {
    const arns = parameters.map((name) =>
      Stack.of(this).formatArn({ service: 'ssm', resource: `parameter${name}`, arnFormat: ArnFormat.NO_RESOURCE_NAME }),
    )
    return arns.length > 0 ? [allow(['ssm:GetParameter'], ...arns)] : []
  }
}

function rotasOf(lines: readonly LineConfig[]): string[] {
  const rotas = lines.flatMap(({ escalation = [] }) => escalation.flatMap(({ rota }) => rota ?? []))
  return [...new Set(rotas.flatMap((rota) => ('parameter' in rota ? [rota.parameter] : [])))]
}

/**
 * The longest time for which a call is followed up, a week where quiet hours can come between, and a day for retries and
 * for a Lambda that has to wait its turn.
 */
function longestRun(lines: readonly LineConfig[]): Duration {
  const waits = lines.map((line) => Math.max(0, ...momentsOf(line, 'help').map(({ after }) => after)))
  const quiet = lines.some((line) => line.quiet !== undefined) ? 7 : 0
  return Duration.seconds(Math.ceil(Math.max(...waits))).plus(Duration.days(quiet + 1))
}
