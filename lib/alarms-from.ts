import type { EventBus } from 'aws-cdk-lib/aws-events'
import { AccountPrincipal, type IPrincipal, OrganizationPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { AlarmsFrom } from '../functions/config/define-andon.ts'

/**
 * Lets other accounts forward alarms to Andon's bus, and put nothing else there: nobody can make up an event whose source
 * begins with `aws.`. So they cannot invent an alarm, pull a cord or answer a call.
 */
export function letAlarmsIn(bus: EventBus, { accounts = [], organization }: AlarmsFrom): void {
  const allow = (sid: string, principals: IPrincipal[]) =>
    bus.addToResourcePolicy(
      new PolicyStatement({
        sid,
        principals,
        actions: ['events:PutEvents'],
        resources: [bus.eventBusArn],
        conditions: { StringEquals: { 'events:source': 'aws.cloudwatch' } },
      }),
    )
  if (accounts.length > 0) {
    allow(
      'AlarmsOfAccounts',
      accounts.map((account) => new AccountPrincipal(account)),
    )
  }
  if (organization !== undefined) allow('AlarmsOfOrganization', [new OrganizationPrincipal(organization)])
}
