import fc from 'fast-check'
import { createRequire } from 'node:module'
import { type ParseCondition, type ParserOptions, remembering } from '../src/services/dynamodb/remembered-conditions.ts'

// A module registry of its own, in which nobody has replaced the parser.
const load = createRequire(import.meta.url)
const { parse }: { parse: ParseCondition } = load('dynalite/db/conditionParser')

const value = fc.oneof(
  fc.string({ minLength: 1 }).map((S) => ({ S })),
  fc.integer().map((n) => ({ N: String(n) })),
  fc.boolean().map((BOOL) => ({ BOOL })),
)
const path = fc.constantFrom('title', '#v', 'alarm.#v', 'list[1]')
const operand = fc.oneof(path, fc.constantFrom(':a', ':b', ':none'))
const comparison = fc
  .tuple(operand, fc.constantFrom('=', '<>', '<', '>='), operand)
  .map(([left, sign, right]) => `${left} ${sign} ${right}`)
const condition = fc.oneof(
  comparison,
  path.map((one) => `attribute_not_exists(${one})`),
  fc.tuple(path, operand).map(([one, other]) => `begins_with(${one}, ${other})`),
  fc.tuple(path, operand).map(([one, other]) => `${one} BETWEEN ${other} AND :b`),
  fc.tuple(path, operand).map(([one, other]) => `${one} IN (${other}, :a)`),
)
const expression = fc
  .array(condition, { minLength: 1, maxLength: 3 })
  .chain((all) => fc.constantFrom(all.join(' AND '), all.join(' OR '), `NOT ${all[0]}`))

const outcome = (parser: ParseCondition, text: string, values: Record<string, object>) => {
  const marked = (names: object) => Object.fromEntries(Object.keys(names).map((name) => [name, true as const]))
  const attrNames = { '#v': 'v' }
  const context = {
    attrNames,
    attrVals: values,
    unusedAttrNames: marked(attrNames),
    unusedAttrVals: marked(values),
    isReserved: () => false,
    compare: (_: string, one: object, other: object) => JSON.stringify(one) > JSON.stringify(other),
  }
  try {
    const parsed = parser(text, { context } as unknown as ParserOptions)
    return { parsed, unused: [context.unusedAttrNames, context.unusedAttrVals] }
  } catch (error) {
    return String(error)
  }
}

it('a remembered condition means the same as when it is parsed again, with any values', () => {
  const remembered = remembering(parse)
  fc.assert(
    fc.property(expression, fc.array(fc.record({ ':a': value, ':b': value }), { minLength: 3 }), (text, all) => {
      for (const values of all) {
        expect(outcome(remembered, text, values)).toEqual(outcome(parse, text, values))
      }
    }),
    { numRuns: 500 },
  )
})
