import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cdkOut } from '../cdk-out.ts'
import type { Resource, Template } from './synthesized.ts'

/** The example's template, as `npm test` synthesized it for all: the CDK takes a second to load. */
export const shipped = (): Template => JSON.parse(readFileSync(join(cdkOut, 'Andon.template.json'), 'utf8'))

export const ofType = (template: Template, type: string): Resource[] =>
  Object.values(template.Resources).filter(({ Type }) => Type === type)

/** The resource of that type whose property has that value. */
export function find(template: Template, type: string, property: string, value: unknown): Resource {
  const found = ofType(template, type).find(({ Properties }) => Properties[property] === value)
  if (found === undefined) throw new Error(`no ${type} with ${property} ${JSON.stringify(value)}`)
  return found
}

export const sorted = (texts: readonly string[]) => texts.toSorted((a, b) => (a < b ? -1 : 1))

const names = ['QueueName', 'TableName', 'TopicName', 'FunctionName', 'AlarmName', 'RuleName', 'LogGroupName', 'Name']

/** References become the names of what they refer to, and ARNs lose their partition, region and account. */
export function readable(template: Template, value: any): any {
  if (Array.isArray(value)) return value.map((each) => readable(template, each))
  if (typeof value !== 'object' || value === null) return value
  if ('Ref' in value) return nameOf(template, value.Ref)
  if ('Fn::GetAtt' in value) {
    const [id, attribute] = value['Fn::GetAtt']
    return attribute === 'Arn' || attribute.endsWith('Name')
      ? nameOf(template, id)
      : `${nameOf(template, id)} ${attribute}`
  }
  if ('Fn::Join' in value) {
    const [separator, parts] = value['Fn::Join']
    return readable(template, parts)
      .join(separator)
      .replace(/^arn:AWS::Partition:(\w+):(?:AWS::Region)?:AWS::AccountId:/, '$1 ')
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, readable(template, each)]))
}

function nameOf(template: Template, id: string): string {
  const properties = template.Resources[id]?.Properties ?? {}
  const name = names.map((property) => properties[property]).find((each) => typeof each === 'string')
  return name ?? id
}

/** What the function may do, beside its log and its traces: `action` on `resource`, sorted. */
export function mayOf(template: Template, functionName: string): string[] {
  const lambda = find(template, 'AWS::Lambda::Function', 'FunctionName', functionName)
  return permissionsOf(template, lambda.Properties.Role['Fn::GetAtt'][0])
}

/** The role of a playbook: its name goes on with what it may do. */
export function playbookRole(template: Template, playbook: string): [logicalId: string, role: Resource] {
  const isIts = new RegExp(`^andon-playbook-${playbook}-[0-9a-f]{8}-AWS::Region$`)
  const found = Object.entries(template.Resources).find(([, { Properties }]) =>
    isIts.test(readable(template, Properties?.RoleName) ?? ''),
  )
  if (found === undefined) throw new Error(`no role for the playbook ${playbook}`)
  return found
}

export const playbookMay = (template: Template, playbook: string): string[] =>
  permissionsOf(template, playbookRole(template, playbook)[0])

export function permissionsOf(template: Template, roleId: string): string[] {
  const { Policies, ManagedPolicyArns } = template.Resources[roleId]!.Properties
  expect(ManagedPolicyArns).toBeUndefined()
  const statements = Policies.flatMap((policy: any) => policy.PolicyDocument.Statement)
  return permissions(template, statements)
}

export function permissions(template: Template, statements: readonly any[]): string[] {
  return sorted(
    statements.flatMap(({ Effect, Action, Resource }) => {
      expect(Effect).toBe('Allow')
      return [Action]
        .flat()
        .flatMap((action) => [Resource].flat().map((on) => `${action} on ${readable(template, on)}`))
    }),
  )
}
