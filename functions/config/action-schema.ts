import { z } from 'zod'
import { type Catalogue, serviceNames, serviceOf } from '../actions/catalogue.ts'
import type { ActionData } from './actions.ts'
import { expectedInWords } from './expected-in-words.ts'

/** What a countermeasure does: a known action, with the input that this action takes. */
export const actionSchema = (actions: Catalogue): z.ZodType<ActionData> =>
  z.custom<ActionData>().check(({ value, issues }) => void issues.push(...issuesOf(value, actions)))

const form = z.strictObject({ action: z.string(), with: z.record(z.string(), z.json()) })

function issuesOf(value: unknown, actions: Catalogue): z.core.$ZodRawIssue[] {
  const { data } = form.safeParse(value)
  if (data === undefined) return [notOne([], value, isOldForm(value) ? newForm : `an action, such as ${example}`)]
  const action = actions.get(data.action)
  if (action === undefined) return [notOne(['action'], data.action, namesLike(data.action, actions))]
  const { error } = z.safeParse(action.input, data.with, { reportInput: true, error: expectedInWords })
  return (error?.issues ?? []).map((issue) => ({ input: undefined, ...issue, path: ['with', ...issue.path] }))
}

const notOne = (path: PropertyKey[], input: unknown, message: string): z.core.$ZodRawIssue => ({
  code: 'custom',
  path,
  input,
  message,
})

/** Until 0.1 an action was an object with functions in it. */
const isOldForm = (value: unknown) =>
  typeof value === 'object' && value !== null && ['calls', 'look', 'act'].some((field) => field in value)
const example = "actions.ecs.redeploy({ cluster: 'shop', service: 'checkout' })"
const newForm = `${example} (an action is plain data now: import { actions } from './functions/config/actions.ts')`

/** The actions of the same service, or else the services. */
function namesLike(name: string, actions: Catalogue): string {
  const siblings = [...actions.keys()].filter((each) => serviceOf(each) === serviceOf(name))
  const names = siblings.length > 0 ? siblings : serviceNames.map((each) => `${each}.<verb>`)
  return names.map((each) => `"${each}"`).join(', ')
}
