import { CfnResource, Stack } from 'aws-cdk-lib'
import type { EventBus } from 'aws-cdk-lib/aws-events'
import {
  AccountPrincipal,
  type IPrincipal,
  OrganizationPrincipal,
  PolicyDocument,
  PolicyStatement,
} from 'aws-cdk-lib/aws-iam'
import type { AlarmsFrom } from '../functions/config/define-andon.ts'
import { busName } from './names.ts'

/**
 * Lets other accounts forward alarms to Andon's bus, and put nothing else there: nobody can make up an event whose source
 * begins with `aws.`. So they cannot invent an alarm, pull a cord or answer a call. The policy is the bus's own property:
 * two resources for two statements would be written at the same time.
 */
export function letAlarmsIn(bus: EventBus, { accounts = [], organization }: AlarmsFrom): void {
  // By its name: what a resource's own property refers to cannot be the resource.
  const itself = Stack.of(bus).formatArn({ service: 'events', resource: 'event-bus', resourceName: busName })
  const allow = (sid: string, principals: IPrincipal[]) =>
    new PolicyStatement({
      sid,
      principals,
      actions: ['events:PutEvents'],
      resources: [itself],
      conditions: { StringEquals: { 'events:source': 'aws.cloudwatch' } },
    })
  const those = accounts.map((account) => new AccountPrincipal(account))
  const statements = [
    ...(those.length > 0 ? [allow('AlarmsOfAccounts', those)] : []),
    ...(organization === undefined ? [] : [allow('AlarmsOfOrganization', [new OrganizationPrincipal(organization)])]),
  ]
  const resource = bus.node.defaultChild
  if (!CfnResource.isCfnResource(resource)) throw new Error(`${bus.node.path} is no resource`)
  resource.addPropertyOverride('Policy', new PolicyDocument({ statements }))
}
