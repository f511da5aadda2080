import { z } from 'zod'
import { own } from '../functions/domain/own.ts'

const role = z.object({ Policies: z.array(z.object({ PolicyDocument: z.unknown() })).default([]) })

/**
 * How many characters the inline policies of a role have once they are deployed; IAM does not count white space.
 * @param properties of an AWS::IAM::Role
 */
export const policyCharacters = (properties: unknown): number =>
  role
    .parse(properties)
    .Policies.map(({ PolicyDocument }) => JSON.stringify(resolved(PolicyDocument)).replaceAll(/\s/g, '').length)
    .reduce((sum, characters) => sum + characters, 0)

/** The longest values that exist: where it will be deployed is not known here. */
const pseudoParameters: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws-us-gov',
  'AWS::Region': 'ap-southeast-1',
  'AWS::AccountId': '123456789012',
  'AWS::URLSuffix': 'amazonaws.com.cn',
}
/** Longer than any of Andon's ARNs and names that only the deployment knows. */
const unknownValue = 'x'.repeat(120)

const join = z.tuple([z.string(), z.array(z.unknown())])

function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const [only] = entries
  if (entries.length === 1 && only !== undefined) {
    const [name, inner] = only
    if (name === 'Ref') return own(pseudoParameters, String(inner)) ?? unknownValue
    if (name === 'Fn::Join') {
      const [separator, parts] = join.parse(inner)
      return parts.map((part) => String(resolved(part))).join(separator)
    }
    if (name.startsWith('Fn::')) return unknownValue
  }
  return Object.fromEntries(entries.map(([name, inner]) => [name, resolved(inner)]))
}
