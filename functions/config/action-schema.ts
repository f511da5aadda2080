import { z } from 'zod'
import type { Action } from '../actions/action.ts'
import { countCombinations, problemWith, sampled, sampleFor } from '../actions/bounds.ts'
import { type Catalogue, serviceOf } from '../actions/catalogue.ts'
import { isFromSignal, signalParts } from '../domain/from-signal.ts'
import type { ActionData } from './actions.ts'
import { expectedInWords } from './expected-in-words.ts'

/** What a config may choose from. */
export interface KnownActions {
  /** The actions of the services that its playbooks name. */
  readonly actions: Catalogue
  /** The names of all services. */
  readonly services: readonly string[]
}

/** What a countermeasure does: a known action, with the input that this action takes. */
export const actionSchema = (known: KnownActions): z.ZodType<ActionData> =>
  z.custom<ActionData>().check(({ value, issues }) => void issues.push(...issuesOf(value, known)))

const form = z.strictObject({ action: z.string(), with: z.record(z.string(), z.json()) })

function issuesOf(value: unknown, { actions, services }: KnownActions): z.core.$ZodRawIssue[] {
  const { data } = form.safeParse(value)
  if (data === undefined) return [notOne([], value, isOldForm(value) ? newForm : `an action, such as ${example}`)]
  const action = actions.get(data.action)
  if (action === undefined) return [notOne(['action'], data.action, namesLike(data.action, { actions, services }))]
  const wrong = boundsIssues(action, data.with)
  if (wrong.length > 0) return wrong
  const sample = sampled(action, data.with)
  const { error } = z.safeParse(action.input, sample, { reportInput: true, error: expectedInWords })
  return (error?.issues ?? []).map((issue) => ({ input: undefined, ...issue, path: ['with', ...issue.path] }))
}

const bound = z
  .string('a name, or a pattern with *')
  .regex(/^[^*?$\s]*(\*[^*?$\s]*)*$/, 'a name, or a pattern in which * alone stands for any text')
  .regex(/[^*]/, 'more than *: a role that may act on everything is not bounded')
const fromSignalForm = z.strictObject({
  fromSignal: z.enum(signalParts, signalParts.join(', ')),
  name: z.string('a name').check(z.minLength(1, 'a name'), z.maxLength(255, 'at most 255 characters')),
  within: z.array(bound, 'a list of names').check(z.minLength(1, 'at least one name')),
})
/** A role's policies have 10,240 characters. */
const mostCombinations = 50

/** What is wrong with the inputs that come with the signal. */
function boundsIssues(action: Action, input: Readonly<Record<string, unknown>>): z.core.$ZodRawIssue[] {
  const all = Object.entries(input).filter(([, value]) => isFromSignal(value))
  const found = all.flatMap(([field, value]) => {
    if (action.fixed.includes(field))
      return [notOne(['with', field], value, 'what the config itself says: no signal may give it')]
    const { data, error } = fromSignalForm.safeParse(value, { reportInput: true, error: expectedInWords })
    const issues = error?.issues ?? patternIssues(action, input, field, data?.within ?? [])
    return issues.map((issue) => ({ input: undefined, ...issue, path: ['with', field, ...(issue.path ?? [])] }))
  })
  if (found.length > 0 || countCombinations(input) <= mostCombinations) return found
  return [notOne(['with'], undefined, `at most ${mostCombinations} combinations of what the signal may give`)]
}

function patternIssues(
  action: Action,
  input: Readonly<Record<string, unknown>>,
  field: string,
  within: readonly string[],
) {
  return within.flatMap((pattern, nth) => {
    const sample = sampleFor(action, input, field, pattern)
    const issue = problemWith(action, input, field, sample)
    return issue === undefined ? [] : [notOne(['within', nth], pattern, issue.message)]
  })
}

const notOne = (path: readonly PropertyKey[], input: unknown, message: string): z.core.$ZodRawIssue => ({
  code: 'custom',
  path: [...path],
  input,
  message,
})

/** Until 0.1 an action was an object with functions in it. */
const isOldForm = (value: unknown) =>
  typeof value === 'object' && value !== null && ['calls', 'look', 'act'].some((field) => field in value)
const example = "actions.ecs.redeploy({ cluster: 'shop', service: 'checkout' })"
const newForm = `${example} (an action is plain data now: import { actions } from './functions/config/actions.ts')`

/** The actions of the same service, or else the services. */
function namesLike(name: string, { actions, services }: KnownActions): string {
  const siblings = [...actions.keys()].filter((each) => serviceOf(each) === serviceOf(name))
  const names = siblings.length > 0 ? siblings : services.map((each) => `${each}.<verb>`)
  return names.map((each) => `"${each}"`).join(', ')
}
