import type { Item } from './item.ts'
import { own } from '../../own.ts'

type Value = Item[string]

/** What dynalite's parser of conditions takes, and where it crosses off the names and values that it has met. */
export interface ParserOptions {
  readonly context: {
    readonly attrNames?: Readonly<Record<string, string>> | null | undefined
    readonly attrVals?: Readonly<Record<string, Value>> | null | undefined
    readonly unusedAttrNames?: Record<string, true>
    readonly unusedAttrVals?: Record<string, true>
  }
}
export type ParseCondition = (expression: string, options: ParserOptions) => unknown

/** In the place of a value in a condition that is remembered. */
class Hole {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/** Programs have few conditions, but each is an expression of its own for a test that makes them up. */
const most = 500

/**
 * Parses each condition once: a program sends the same few again and again, with other values, and parsing took a
 * quarter of the time of a transaction. What the parser says of values depends on their types alone, except in BETWEEN
 * and attribute_type; those are parsed each time.
 */
export function remembering(parse: ParseCondition): ParseCondition {
  const known = new Map<string, unknown>()
  return (expression, options) => {
    if (/between|attribute_type/i.test(expression)) return parse(expression, options)
    const { attrNames, attrVals, unusedAttrNames = {}, unusedAttrVals = {} } = options.context
    const key = JSON.stringify([expression, attrNames, typesOf(attrVals ?? {})])
    const before = known.get(key)
    if (before === undefined) {
      const parsed = parse(expression, options)
      // What is wrong with the condition, in words, which may name values.
      if (typeof parsed === 'string') return parsed
      if (known.size >= most) known.clear()
      known.set(key, withHoles(parsed, new Map(Object.entries(attrVals ?? {}).map(([name, value]) => [value, name]))))
      return parsed
    }
    for (const [name] of expression.matchAll(/[#:]\w+/g)) {
      delete unusedAttrNames[name]
      delete unusedAttrVals[name]
    }
    return filled(before, attrVals ?? {})
  }
}

const typesOf = (values: Readonly<Record<string, Value>>) =>
  Object.entries(values).map(([name, value]) => [name, Object.keys(value)])

function withHoles(parsed: unknown, names: ReadonlyMap<unknown, string>): unknown {
  const name = names.get(parsed)
  return name === undefined ? mapped(parsed, (inner) => withHoles(inner, names)) : new Hole(name)
}

/** A copy, for dynalite may change what it is given. */
function filled(remembered: unknown, values: Readonly<Record<string, Value>>): unknown {
  if (remembered instanceof Hole) return own(values, remembered.name)
  return mapped(remembered, (inner) => filled(inner, values))
}

function mapped(value: unknown, change: (inner: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, change(inner)]))
}
