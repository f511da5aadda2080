import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { ArnPrincipal, type IRole, PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import type { ConditionValue, Conditions, Resource } from '../../functions/actions/resource.ts'
import type { PlaybookPolicy, Statement } from '../playbook-policy.ts'

export interface PlaybookRoleProps {
  /** As the config has it. */
  readonly name: string
  readonly policy: PlaybookPolicy
  /** Undefined: not known when the template is made. */
  readonly region: string | undefined
  /** The one role that may assume it. */
  readonly runner: IRole
}

/**
 * What one playbook may do: the calls of its actions, on what they name. Its name changes with what it may do, so that a
 * deployment makes a new one; the one before stays for the runs that are still under way.
 */
export class PlaybookRole extends Construct {
  readonly role: Role
  readonly statements: readonly Statement[]

  constructor(scope: Construct, { name, policy, region, runner }: PlaybookRoleProps) {
    super(scope, policy.roleName)
    this.statements = policy.statements
    this.role = new Role(this, 'Role', {
      // Literally where that can be: a role that stayed is taken over by the next stack only by a literal name.
      roleName: `${policy.roleName}-${region ?? Stack.of(this).region}`,
      description: `What Andon's playbook ${name} may do`,
      assumedBy: new ArnPrincipal(runner.roleArn),
      // IAM takes no policy without a statement; a playbook that calls nothing of AWS needs none.
      ...(policy.statements.length > 0 && {
        inlinePolicies: {
          calls: new PolicyDocument({ statements: policy.statements.map((each) => this.#written(each)) }),
        },
      }),
    })
    this.role.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
  }

  #written({ actions, on, when }: Statement): PolicyStatement {
    const resources = on.length === 0 ? ['*'] : on.map((each) => this.#arn(each))
    return new PolicyStatement({ actions: [...actions], resources, conditions: this.#conditions(when) })
  }

  #conditions(when: Conditions): Record<string, Record<string, string | string[]>> {
    const value = (one: ConditionValue) => (typeof one === 'string' ? one : this.#arn(one))
    return mapValues(when, (keys) =>
      mapValues(keys, (wanted) => (isOne(wanted) ? value(wanted) : wanted.map((each) => value(each)))),
    )
  }

  #arn(resource: Resource): string {
    return Stack.of(this).formatArn({ ...resource, arnFormat: ArnFormat.NO_RESOURCE_NAME })
  }
}

const isOne = (wanted: ConditionValue | readonly ConditionValue[]): wanted is ConditionValue => !Array.isArray(wanted)

const mapValues = <T, U>(things: Readonly<Record<string, T>>, to: (thing: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(things).map(([name, thing]) => [name, to(thing)]))
