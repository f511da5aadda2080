import { z } from 'zod'
import { NotModelled } from '../../not-modelled.ts'
import { isConditionOperator } from './conditions.ts'

const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())])
const conditionValue = z.union([z.string(), z.boolean(), z.number()]).transform(String)
const conditionValues = z.union([conditionValue.transform((one) => [one]), z.array(conditionValue)])
const principals = z.union([z.literal('*').transform(() => ({ AWS: ['*'] })), z.record(z.string(), oneOrMore)])

const statement = z.object({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMore.optional(),
  NotAction: oneOrMore.optional(),
  Resource: oneOrMore.optional(),
  NotResource: oneOrMore.optional(),
  Principal: principals.optional(),
  NotPrincipal: z.unknown().optional(),
  Condition: z.record(z.string(), z.record(z.string(), conditionValues)).default({}),
})
const policyDocument = z.object({
  Statement: z.union([statement.transform((one) => [one]), z.array(statement)]),
})

export type PolicyDocument = z.infer<typeof policyDocument>
export type Statement = z.infer<typeof statement>

/**
 * Reads a policy document. Throws `NotModelled` for a condition operator or an element that is not modelled: better
 * than to allow or to deny by guess.
 * @param where named in the error
 */
export function policyFrom(value: unknown, where: string): PolicyDocument {
  const parsed = policyDocument.safeParse(value)
  if (!parsed.success) throw new Error(`The policy document of ${where} is malformed: ${z.prettifyError(parsed.error)}`)
  for (const { Condition, NotPrincipal } of parsed.data.Statement) {
    const unknown = Object.keys(Condition).find((operator) => !isConditionOperator(operator))
    if (unknown !== undefined) throw new NotModelled(`The condition operator ${unknown} in ${where} is not modelled`)
    if (NotPrincipal !== undefined) throw new NotModelled(`NotPrincipal in ${where} is not modelled`)
  }
  return parsed.data
}
