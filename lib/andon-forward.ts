import { Aws, LegacyStackSynthesizer, Stack, type StackProps } from 'aws-cdk-lib'
import { CfnRule } from 'aws-cdk-lib/aws-events'
import { PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import { sources } from '../functions/sources/sources.ts'
import { allow } from './allow.ts'
import type { Target } from './target.ts'
import { BadSetting } from './settings.ts'

export interface AndonForwardProps {
  /** ARN of the bus of the Andon that is to hear of the alarms: its output `BusArn`. */
  readonly bus: string
  /** Where this stack is deployed. */
  readonly here: Target
}

/**
 * Forwards the alarms of one region of one account to an Andon elsewhere: one rule, one role. EventBridge leaves an
 * event's account and region as they were, so Andon knows where an alarm is from.
 */
export class AndonForward extends Stack {
  constructor(scope: Construct, id: string, { bus, here }: AndonForwardProps) {
    refuseItself(bus, here)
    const description = 'Andon: forwards the alarms of this region to an Andon elsewhere'
    super(scope, id, withoutBootstrap({ description }))
    const rules = Object.values(sources).flatMap(({ rule }) =>
      rule.kind === 'event' && rule.forwarded !== undefined ? [{ name: rule.forwarded, pattern: rule.pattern }] : [],
    )
    const arns = rules.map(({ name }) => this.formatArn({ service: 'events', resource: 'rule', resourceName: name }))
    const { roleArn } = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('events.amazonaws.com', { conditions: { ArnEquals: { 'aws:SourceArn': arns } } }),
      inlinePolicies: { calls: new PolicyDocument({ statements: [allow(['events:PutEvents'], bus)] }) },
    })
    for (const { name, pattern } of rules) {
      new CfnRule(this, name, {
        name,
        // What others forwarded to here goes no further.
        eventPattern: { ...pattern, account: [Aws.ACCOUNT_ID], region: [Aws.REGION] },
        targets: [{ id: 'Andon', arn: bus, roleArn }],
      })
    }
  }
}

/**
 * With the credentials of whoever deploys, and without files to upload: no account or region has to be bootstrapped for it.
 * Assigned, since the CDK's class does not fit its own interface where "optional" does not mean "may be undefined".
 */
function withoutBootstrap(props: StackProps): StackProps {
  return Object.assign(props, { synthesizer: new LegacyStackSynthesizer() })
}

function refuseItself(bus: string, { account, region }: Target): void {
  const [, , , itsRegion, itsAccount] = bus.split(':')
  if (itsRegion === region && itsAccount === account)
    throw new BadSetting(
      `-c forwardTo: found the bus of this same account and region (${account}, ${region}), whose alarms Andon hears anyway. ` +
        'Deploy andon-forward where the alarms are: set AWS_PROFILE or AWS_REGION.',
    )
}
