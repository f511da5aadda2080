import type { RawTemplate } from './cdk-out.ts'
import { type Names, resolveCondition } from './intrinsics.ts'

/**
 * Holds the parameters against the template's rules, as CloudFormation does before it touches anything. Throws an Error
 * in the words of the first assertion that does not hold.
 */
export function assertRules({ Rules }: Pick<RawTemplate, 'Rules'>, names: Names): void {
  for (const [name, { RuleCondition, Assertions }] of Object.entries(Rules)) {
    if (RuleCondition !== undefined && !resolveCondition(RuleCondition, names)) continue
    for (const { Assert, AssertDescription = JSON.stringify(Assert) } of Assertions) {
      if (!resolveCondition(Assert, names))
        throw new Error(`The template's rule ${name} refuses this: ${AssertDescription}`)
    }
  }
}
