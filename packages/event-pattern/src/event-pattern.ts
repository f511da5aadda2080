import { BadPattern } from './bad-pattern.ts'
import { absentIn, holds, treeOf } from './tree.ts'
import { elementTest, isObject, operators, type ElementTest } from './value.ts'

export { BadPattern } from './bad-pattern.ts'

type Text = string | readonly string[]

/** What a field's value may be: one of a field's list must fit. */
export type FieldMatch =
  | string
  | number
  | boolean
  | null
  | { readonly exactly: string }
  | { readonly prefix: string | { readonly 'equals-ignore-case': string } }
  | { readonly suffix: string | { readonly 'equals-ignore-case': string } }
  | { readonly 'equals-ignore-case': string }
  /** `*` stands for any run of characters; `\*` for a star. */
  | { readonly wildcard: string }
  /** `['=', 5]`, `['<', 10]`, or a range, the lower end first: `['>', 0, '<=', 5]`. */
  | { readonly numeric: readonly [Comparison, number] | readonly ['>' | '>=', number, '<' | '<=', number] }
  /** `false`: the event has no such field. Only fields with plain values exist, not objects. */
  | { readonly exists: boolean }
  | { readonly cidr: string }
  | {
      readonly 'anything-but':
        | Text
        | number
        | readonly number[]
        | { readonly prefix: Text }
        | { readonly suffix: Text }
        | { readonly 'equals-ignore-case': Text }
        | { readonly wildcard: Text }
    }
type Comparison = '=' | '<' | '<=' | '>' | '>='

/** What an event must look like within `detail`. A list of objects is for `$or` alone. */
export interface DetailPattern {
  readonly [field: string]: readonly FieldMatch[] | DetailPattern | readonly DetailPattern[]
}

/** An EventBridge event pattern: every field named must fit; what is not named may be anything. */
export interface EventPattern {
  readonly version?: readonly FieldMatch[]
  readonly id?: readonly FieldMatch[]
  readonly source?: readonly FieldMatch[]
  readonly 'detail-type'?: readonly FieldMatch[]
  readonly account?: readonly FieldMatch[]
  readonly time?: readonly FieldMatch[]
  readonly region?: readonly FieldMatch[]
  readonly resources?: readonly FieldMatch[]
  readonly detail?: DetailPattern
  /** At least one of these (two or more) must fit, beside the fields above. */
  readonly $or?: readonly EventPattern[]
}

/** One way to fulfil a pattern, its `$or`s decided: for each path, the list of which one must fit. */
type Alternative = ReadonlyMap<string, readonly ElementTest[]>

/** EventBridge refuses a rule whose `$or`s multiply to more. */
const maxAlternatives = 1000

/**
 * Reads a pattern once, for testing many events. Throws `BadPattern`.
 *
 * The meaning is that of AWS's own matcher: lists in the event are searched, and fields that are asked for together
 * must be found in the same element of a list; a dot in a name and a step into an object are the same.
 */
export function compilePattern(pattern: unknown): (event: unknown) => boolean {
  if (!isObject(pattern)) throw new BadPattern('', 'a pattern must be an object')
  const trees = alternatives(pattern, '').map(treeOf)
  return (event) => trees.some((tree) => holds(tree, [event], absentIn(event, tree)))
}

function alternatives(pattern: Readonly<Record<string, unknown>>, path: string): Alternative[] {
  const fields = Object.entries(pattern)
  if (fields.length === 0) throw new BadPattern(path, 'an empty object matches nothing: leave it out')

  return fields.reduce<Alternative[]>(
    (ways, [name, wanted]) => {
      const more = waysFor(name, wanted, path)
      if (ways.length * more.length > maxAlternatives) {
        throw new BadPattern(path, `the $or lists multiply to more than ${maxAlternatives} alternatives`)
      }
      // As in AWS's matcher, of two wishes for one path the later counts.
      return ways.flatMap((way) => more.map((other) => new Map([...way, ...other])))
    },
    [new Map()],
  )
}

function waysFor(name: string, wanted: unknown, path: string): Alternative[] {
  if (name === '$or' && isChoice(wanted)) {
    return wanted.flatMap((choice) => alternatives(choice, path))
  }
  const at = path === '' ? name : `${path}.${name}`
  if (isObject(wanted)) return alternatives(wanted, at)
  if (!Array.isArray(wanted)) throw new BadPattern(at, 'must be a list of values, or an object')
  if (wanted.length === 0) throw new BadPattern(at, 'an empty list matches nothing: leave it out')
  return [new Map([[at, wanted.map((element, index) => elementTest(element, `${at}[${index}]`))]])]
}

/** Two or more patterns; anything else under the name `$or` is a field of that name, as in AWS's matcher. */
function isChoice(wanted: unknown): wanted is readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(wanted) && wanted.length > 1 && wanted.every(isNestedPattern)
}

function isNestedPattern(choice: unknown): boolean {
  if (!isObject(choice)) return false
  const fields = Object.keys(choice)
  return fields.length > 0 && !fields.some((field) => operators.some((operator) => operator === field))
}
