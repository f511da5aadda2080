import { CfnResource, type Stack } from 'aws-cdk-lib'
import { z } from 'zod'
import type { AndonConfig } from '../functions/config/define-andon.ts'
import { BadConfig } from '../functions/config/parse-andon.ts'
import { policyCharacters } from './policy-characters.ts'

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const mostResources = 500
/** Bytes, likewise. */
const largestTemplate = 1_000_000
/** All inline policies of one role: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostCharacters = 10_240

/** Before the template is made. Throws `BadConfig` when the config asks for more resources than a stack may have. */
export function checkResources(stack: Stack, { lines, playbooks, sources = {} }: AndonConfig): void {
  const all = stack.node.findAll().filter((construct) => CfnResource.isCfnResource(construct)).length
  if (all <= mostResources) return
  const each = `lines: ${Object.keys(lines).length}, playbooks: ${Object.keys(playbooks).length}, sources: ${Object.keys(sources).length}`
  throw new BadConfig([
    `lines, playbooks, sources: found ${all} resources (${each}); allowed: ${mostResources} in one stack. ` +
      `Each line takes two, each playbook and each source one: leave out enough to save ${all - mostResources}, or deploy the rest as another Andon in another region or account`,
  ])
}

const aTemplate = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.unknown().optional() })),
})
type TemplateResource = z.infer<typeof aTemplate>['Resources'][string]

/**
 * Throws `BadConfig` when CloudFormation or IAM would refuse the template.
 * @param text of the template, as it is uploaded
 */
export function checkTemplate(text: string): void {
  const { Resources } = aTemplate.parse(JSON.parse(text))
  const problems = [...sizeProblems(text), ...Object.entries(Resources).flatMap(roleProblems)]
  if (problems.length > 0) throw new BadConfig(problems)
}

function sizeProblems(text: string): string[] {
  const bytes = Buffer.byteLength(text)
  if (bytes <= largestTemplate) return []
  return [
    `lines, playbooks, lights: found a template of ${bytes} bytes; allowed: ${largestTemplate}. ` +
      'Leave some out, or deploy them as another Andon in another region or account',
  ]
}

function roleProblems([id, { Type, Properties }]: [string, TemplateResource]): string[] {
  if (Type !== 'AWS::IAM::Role') return []
  const characters = policyCharacters(Properties)
  if (characters <= mostCharacters) return []
  return [
    `playbooks: found ${characters} characters of policy in the role ${id}; allowed: ${mostCharacters}. ` +
      'Split its playbook, or name fewer resources in its countermeasures',
  ]
}
