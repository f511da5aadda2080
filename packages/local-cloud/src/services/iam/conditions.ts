import { fitsPattern, valuesOf, type Context } from './glob.ts'
import { own } from '../../own.ts'

/** Of a statement: operator → key of the request's context → the values of which one must fit. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>

/** Whether one value of the request fits one value of the policy. */
type Fit = (actual: string, wanted: string, context: Context) => boolean

/** Stars and question marks of the policy's value taken for themselves; its variables still count. */
const literal = (wanted: string) =>
  wanted.replaceAll(/\$\{[^}]*\}|[*?]/g, (part) => (part.length > 1 ? part : `\${${part}}`))

const literally: Fit = (actual, wanted, context) => fitsPattern(literal(wanted), actual, context)
const like: Fit = (actual, wanted, context) => fitsPattern(wanted, actual, context)
const ignoringCase: Fit = (actual, wanted, context) => fitsPattern(literal(wanted), actual, context, true)
const number =
  (compare: (actual: number, wanted: number) => boolean): Fit =>
  (actual, wanted) =>
    compare(Number(actual), Number(wanted))

/** Part by part: a star does not reach over a colon, except in the last part. */
const arn: Fit = (actual, wanted, context) => {
  const [ours, theirs] = [parts(actual), parts(wanted)]
  return ours.length === theirs.length && ours.every((part, index) => fitsPattern(theirs[index] ?? '', part, context))
}
function parts(whole: string): string[] {
  // A policy variable may hold colons of its own: `${iot:ClientId}`.
  const found = whole.match(/(?:\$\{[^}]*\}|[^:])*(?::|$)/g) ?? []
  const plain = found
    .filter((part, index) => part !== '' || index < found.length - 1)
    .map((part) => part.replace(/:$/, ''))
  return plain.length <= 6 ? plain : [...plain.slice(0, 5), plain.slice(5).join(':')]
}

const operators: Readonly<Record<string, Fit>> = {
  StringEquals: literally,
  StringEqualsIgnoreCase: ignoringCase,
  StringLike: like,
  ArnEquals: arn,
  ArnLike: arn,
  Bool: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  NumericEquals: number((actual, wanted) => actual === wanted),
  NumericLessThan: number((actual, wanted) => actual < wanted),
  NumericLessThanEquals: number((actual, wanted) => actual <= wanted),
  NumericGreaterThan: number((actual, wanted) => actual > wanted),
  NumericGreaterThanEquals: number((actual, wanted) => actual >= wanted),
}
/** The negated operators: true when none of the policy's values fits, and when the request says nothing. */
const negated: Readonly<Record<string, Fit>> = {
  StringNotEquals: literally,
  StringNotEqualsIgnoreCase: ignoringCase,
  StringNotLike: like,
  ArnNotEquals: arn,
  ArnNotLike: arn,
  NumericNotEquals: number((actual, wanted) => actual === wanted),
}

interface Operator {
  readonly set: 'ForAllValues' | 'ForAnyValue' | undefined
  readonly base: string
  readonly ifExists: boolean
}

function parse(operator: string): Operator {
  const [, set, base = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? []
  return {
    set: set === 'ForAllValues' || set === 'ForAnyValue' ? set : undefined,
    base,
    ifExists: ifExists !== undefined,
  }
}

/** Whether `conditionsHold` knows this operator, with its prefix and suffix. */
export function isConditionOperator(operator: string): boolean {
  const { base } = parse(operator)
  return base === 'Null' || Object.hasOwn(operators, base) || Object.hasOwn(negated, base)
}

/** Whether all conditions of a statement hold for a request. Operators must be known: `policyFrom` sees to it. */
export function conditionsHold(conditions: Conditions, context: Context): boolean {
  return Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holds(parse(operator), valuesOf(context, key), wanted, context)),
  )
}

function holds(operator: Operator, actual: readonly string[], wanted: readonly string[], context: Context): boolean {
  const { set, base, ifExists } = operator
  if (base === 'Null') return wanted.includes(String(actual.length === 0))
  if (ifExists && actual.length === 0) return true

  const fit = own(operators, base)
  const not = own(negated, base)
  const passes = (value: string) =>
    fit === undefined
      ? not !== undefined && !wanted.some((one) => not(value, one, context))
      : wanted.some((one) => fit(value, one, context))
  if (set === 'ForAllValues') return actual.every(passes)
  if (set === 'ForAnyValue' || fit !== undefined) return actual.some(passes)
  return actual.every(passes)
}
