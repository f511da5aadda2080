import { ArnFormat, Duration, Stack } from 'aws-cdk-lib'
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import type { Code } from 'aws-cdk-lib/aws-lambda'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import { machinesParameter } from '../../functions/machines-parameter.ts'
import { toSeconds } from '../../functions/domain/duration.ts'
import { longestHold, mostHolds } from '../../functions/domain/hold.ts'
import { allow } from '../allow.ts'
import { addDurableAlias, durably, mayCheckpoint } from '../durable.ts'
import { playbookRolePrefix, runPlaybookFunction } from '../names.ts'
import type { PlaybookPolicy } from '../playbook-policy.ts'
import { AndonFunction } from './andon-function.ts'
import { DeadLetters } from './dead-letters.ts'
import { PlaybookRole } from './playbook-role.ts'

export interface RunPlaybookProps {
  /** By the playbooks' names in the config. */
  readonly policies: Readonly<Record<string, PlaybookPolicy>>
  /** Undefined: not known when the template is made. */
  readonly region: string | undefined
  readonly code: Code
  readonly table: TableV2
  readonly alarms: ITopic
  /** How many runs may be at work at once; undefined: as many as the account allows. */
  readonly reservedConcurrency: number | undefined
}

/**
 * Runs all playbooks, as a durable function. Its own role can do nothing to what playbooks act on: for that it assumes
 * the playbook's.
 */
export class RunPlaybook extends Construct {
  readonly function: AndonFunction

  constructor(scope: Construct, id: string, props: RunPlaybookProps) {
    super(scope, id)
    const { policies, region, code, table, alarms, reservedConcurrency } = props
    const deadLetters = new DeadLetters(this, 'DeadLetters', { of: 'run-playbook' })
    this.function = new AndonFunction(this, 'Function', {
      name: 'run-playbook',
      hurts: 'The line whose alarm started a playbook: the playbook broke off, and perhaps nobody was called.',
      code,
      timeout: Duration.minutes(1),
      environment: { ANDON_TABLE: table.tableName, PLAYBOOK_ROLES: this.#role('') },
      may: [
        allow(['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem'], table.tableArn),
        allow(['ssm:GetParameters'], ...this.#machines()),
        allow(['cloudwatch:ListAlarmMuteRules'], '*'),
        allow(['sqs:SendMessage'], deadLetters.queueArn),
        mayCheckpoint(this, runPlaybookFunction),
        // Of earlier versions too: runs that are under way go on with the role that they began with.
        allow(['sts:AssumeRole'], this.#role(`${playbookRolePrefix}*`)),
      ],
      setsAside: deadLetters,
      alarms,
      more: {
        ...durably(longestRun(Object.values(policies)), deadLetters),
        ...(reservedConcurrency !== undefined && { reservedConcurrentExecutions: reservedConcurrency }),
      },
    })
    const runner = this.function.role
    const roles = Object.entries(policies).map(
      ([name, policy]) => new PlaybookRole(this, { name, policy, region, runner }),
    )
    // A run that begins before its role is there would fail.
    addDurableAlias(this.function.lambda).node.addDependency(...roles)
  }

  /** The switch that stops all machines, and those of each line. Whoever stops them first makes it. */
  #machines(): string[] {
    return [machinesParameter(), machinesParameter('*')].map((name) =>
      Stack.of(this).formatArn({ service: 'ssm', resource: 'parameter', resourceName: name.slice(1) }),
    )
  }

  #role(resourceName: string): string {
    const arnFormat = ArnFormat.SLASH_RESOURCE_NAME
    return Stack.of(this).formatArn({ service: 'iam', region: '', resource: 'role', resourceName, arnFormat })
  }
}

/** The waits and holds, and a day for the work between them, for retries and for a Lambda that has to wait its turn. */
function longestRun(policies: readonly PlaybookPolicy[]): Duration {
  const holds = mostHolds * toSeconds(longestHold)
  return Duration.seconds(Math.ceil(Math.max(0, ...policies.map(({ waits }) => waits))) + holds).plus(Duration.days(1))
}
