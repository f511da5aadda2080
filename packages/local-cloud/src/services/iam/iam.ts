import { conditionsHold } from './conditions.ts'
import { fitsPattern, type Context } from './glob.ts'
import type { PolicyDocument, Statement } from './policy.ts'

export type { Context } from './glob.ts'
export { policyFrom, type PolicyDocument } from './policy.ts'

export type Verdict = 'allowed' | 'implicitDeny' | 'explicitDeny'

/**
 * What the documents, taken together, say to one action on one resource: a Deny counts more than any Allow, and what
 * nothing allows is denied. Principals are not looked at: for a resource's own policy, `statementsFor` comes first.
 */
export function evaluate(
  documents: readonly PolicyDocument[],
  action: string,
  resource: string,
  context: Context = {},
): Verdict {
  const applying = documents
    .flatMap(({ Statement }) => Statement)
    .filter((statement) => applies(statement, action, resource, context))
  if (applying.some(({ Effect }) => Effect === 'Deny')) return 'explicitDeny'
  return applying.length > 0 ? 'allowed' : 'implicitDeny'
}

function applies(statement: Statement, action: string, resource: string, context: Context): boolean {
  const { Action, NotAction, Resource, NotResource, Condition } = statement
  const isAction = (pattern: string) => fitsPattern(pattern, action, {}, true)
  const isResource = (pattern: string) => fitsPattern(pattern, resource, context)
  return (
    (Action === undefined || Action.some(isAction)) &&
    (NotAction === undefined || !NotAction.some(isAction)) &&
    (Resource === undefined || Resource.some(isResource)) &&
    (NotResource === undefined || !NotResource.some(isResource)) &&
    conditionsHold(Condition, context)
  )
}
