import { z } from 'zod'
import { awsManagedPolicies } from './aws-managed.ts'
import { evaluate, policyFrom, type PolicyDocument } from './iam.ts'
import { actingFor, statementsFor } from './resource-policies.ts'
import { account } from '../../arn.ts'
import { NotModelled } from '../../not-modelled.ts'
import type { Resource, Template } from '../../template/template.ts'
import { own } from '../../own.ts'

const roleProperties = z.object({
  AssumeRolePolicyDocument: z.unknown(),
  Policies: z.array(z.object({ PolicyDocument: z.unknown() })).default([]),
  ManagedPolicyArns: z.array(z.string()).default([]),
  PermissionsBoundary: z.string().optional(),
})
const policyProperties = z.object({ PolicyDocument: z.unknown(), Roles: z.array(z.string()).default([]) })

/** Everything that a role of the template may do. Throws an Error when there is no such role. */
export function documentsOfRole(template: Template, roleArn: string): PolicyDocument[] {
  const role = roleOf(template, roleArn)
  const { Policies, ManagedPolicyArns, PermissionsBoundary } = roleProperties.parse(role.properties)
  if (PermissionsBoundary !== undefined)
    throw new NotModelled(`The permissions boundary of ${role.logicalId} is not modelled`)

  const inline = Policies.map(({ PolicyDocument }) => policyFrom(PolicyDocument, role.logicalId))
  const attached = template.ofType('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy').flatMap((policy) => {
    const { PolicyDocument, Roles } = policyProperties.parse(policy.properties)
    const isManagedHere = policy.type === 'AWS::IAM::ManagedPolicy' && ManagedPolicyArns.includes(policy.ref)
    return Roles.includes(role.ref) || isManagedHere ? [policyFrom(PolicyDocument, policy.logicalId)] : []
  })
  const fromAws = ManagedPolicyArns.filter((arn) => arn.startsWith('arn:aws:iam::aws:')).map((arn) => {
    const known = own(awsManagedPolicies, arn.replace(/^.*\//, ''))
    if (known === undefined) throw new NotModelled(`The policy ${arn} of ${role.logicalId} is not modelled`)
    return policyFrom(known, arn)
  })
  return [...inline, ...attached, ...fromAws]
}

/**
 * Whether a service, such as `events.amazonaws.com`, may act as the role.
 * @param sourceArn of what the service acts for: the rule, the provisioning template
 */
export function mayAssume(template: Template, roleArn: string, service: string, sourceArn?: string): boolean {
  const { logicalId, properties } = roleOf(template, roleArn)
  const trust = policyFrom(roleProperties.parse(properties).AssumeRolePolicyDocument, logicalId)
  const context = sourceArn === undefined ? {} : actingFor(sourceArn)
  return evaluate(statementsFor([trust], service), 'sts:AssumeRole', roleArn, context) === 'allowed'
}

/** Whether one role of this account may act as another, by what the other trusts. */
export const mayRoleAssume = (template: Template, roleArn: string, asking: string): boolean =>
  [asking, `arn:aws:iam::${account}:root`, account].some((principal) => mayAssume(template, roleArn, principal))

/** ARNs of the roles that other roles may assume. */
export const assumableRoles = (template: Template): string[] =>
  template.ofType('AWS::IAM::Role').flatMap(({ arn, logicalId, properties }) => {
    const { Statement } = policyFrom(roleProperties.parse(properties).AssumeRolePolicyDocument, logicalId)
    return Statement.some(({ Principal }) => Principal?.['AWS'] !== undefined) ? [arn] : []
  })

function roleOf(template: Template, roleArn: string): Resource {
  const role = template.ofType('AWS::IAM::Role').find(({ arn }) => arn === roleArn)
  if (role === undefined) throw new Error(`The template has no role ${roleArn}`)
  return role
}
