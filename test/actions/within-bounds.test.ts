import { z } from 'zod'
import type { Action } from '../../functions/actions/action.ts'
import { callsWithin, problemWith, sampleFor } from '../../functions/actions/bounds.ts'
import { catalogueOf } from '../../functions/actions/catalogue.ts'
import { arnText, type Conditions, type ConditionValue, type Grant } from '../../functions/actions/resource.ts'
import { type FromSignal, fits } from '../../functions/domain/from-signal.ts'
import type { JsonObject } from '../../functions/domain/json.ts'
import { home } from './an-imitation.ts'
import { validInputs } from './valid-inputs.ts'

// An input that comes with the signal is a pattern in the role, and a name in the call: the one must cover the other.

const catalogue = await catalogueOf()
const jsonObject = z.record(z.string(), z.json())
const textIn = (input: JsonObject, field: string): string => z.string().parse(input[field])
const inputOf = (name: string): JsonObject => jsonObject.parse(validInputs[name])

const within = (...patterns: [string, ...string[]]): FromSignal => ({
  fromSignal: 'dimension',
  name: 'Name',
  within: patterns,
})
const grantsOf = (calls: readonly { readonly grants: readonly Grant[] }[]) => calls.flatMap(({ grants }) => grants)

/** All fields that a signal may give. */
const openFields = (action: Action): string[] => {
  const { properties = {} } = z.toJSONSchema(action.input, { io: 'input' })
  const texts = Object.entries(properties).filter(([, field]) => typeof field === 'object' && field.type === 'string')
  return texts.map(([field]) => field).filter((field) => !action.fixed.includes(field))
}
const open = [...catalogue].flatMap(([name, action]) => openFields(action).map((field) => ({ name, action, field })))

/** What a config could write that the name fits, and a name that means something of its own to AWS. */
function patternsFor(action: Action, input: JsonObject, field: string): string[] {
  const value = textIn(input, field)
  const third = Math.ceil(value.length / 3)
  const [head, tail] = [value.slice(0, third), value.slice(-third)]
  const patterns = [`${head}*`, `*${tail}`, `${head}*${tail}`, `${value.slice(0, -1)}*`, 'd*', '*lt', 'AWS-*']
  return patterns.filter((pattern) => takes(action, input, field, sampleFor(action, input, field, pattern)))
}
const takes = (action: Action, input: JsonObject, field: string, text: string) =>
  problemWith(action, input, field, text) === undefined

/** Names that fit, those with a meaning of their own among them. */
const namesWithin = (action: Action, input: JsonObject, field: string, pattern: string) =>
  [textIn(input, field), sampleFor(action, input, field, pattern), 'default', 'AWS-RunShellScript'].filter(
    (text) => fits(pattern, text) && takes(action, input, field, text),
  )

it('has an input for every action, with every text that a signal may give', () => {
  expect(Object.keys(validInputs).sort()).toEqual([...catalogue.keys()].sort())
  for (const [name, action] of catalogue) {
    expect([name, action.problemsOf(inputOf(name))]).toEqual([name, []])
    expect(Object.keys(inputOf(name))).toEqual(expect.arrayContaining(openFields(action)))
  }
  expect(open.length).toBeGreaterThan(40)
})

describe.each(open)('$name with $field from the signal', ({ name, action, field }) => {
  const input = inputOf(name)
  const value = textIn(input, field)
  const patterns = patternsFor(action, input, field)

  it('is tried with patterns', () => {
    expect(patterns.filter((pattern) => fits(pattern, value))).not.toEqual([])
  })

  it('names the pattern wherever it would name the one, and changes nothing else', () => {
    const plain = JSON.stringify(grantsOf(action.on(input).calls))
    for (const pattern of patterns.filter((each) => fits(each, value))) {
      const bounded = grantsOf(callsWithin(action, { ...input, [field]: within(pattern) }))
      expect(bounded).toEqual(JSON.parse(plain.replaceAll(value, pattern)))
    }
  })

  it('opens all that it will ask for, for every name that fits', () => {
    for (const pattern of patterns) {
      const bounded = grantsOf(callsWithin(action, { ...input, [field]: within(pattern) }))
      for (const one of namesWithin(action, input, field, pattern)) {
        const asked = grantsOf(action.on({ ...input, [field]: one }).calls)
        expect(asked.filter((grant) => !bounded.some((each) => covers(each, grant)))).toEqual([])
      }
    }
  })

  it('opens no resource that names nothing of what the config gives', () => {
    const wholeTypes = JSON.stringify(grantsOf(action.on(input).calls))
    for (const pattern of patterns) {
      for (const { on } of grantsOf(callsWithin(action, { ...input, [field]: within(pattern) }))) {
        for (const { resource } of 'noResource' in on ? [] : on) {
          expect(resource).toMatch(/[^*/:]/)
          // What stands for a whole type does so without the signal too: ids that AWS gives when it runs.
          if (/^[^*]*[/:]\*$/.test(resource) && !resource.includes(pattern)) expect(wholeTypes).toContain(resource)
        }
      }
    }
  })
})

it.each([...catalogue])('%s opens what it will ask for when all of it comes with the signal', (name, action) => {
  const input = inputOf(name)
  const fields = openFields(action)
  const bounds = fields.map(
    (field) => [field, within(patternsFor(action, input, field)[0] ?? '', 'no-such-*')] as const,
  )
  const bounded = grantsOf(callsWithin(action, { ...input, ...Object.fromEntries(bounds) }))
  const asked = grantsOf(action.on(input).calls)
  expect(asked.filter((grant) => !bounded.some((each) => covers(each, grant)))).toEqual([])
  expect(bounded).toHaveLength(asked.length * 2 ** fields.length)
})

/** As IAM decides: all that the one allows is allowed by the other. */
function covers(wide: Grant, narrow: Grant): boolean {
  return wide.action === narrow.action && coversOn(wide, narrow) && coversWhen(wide.when ?? {}, narrow.when ?? {})
}
function coversOn({ on: wide }: Grant, { on: narrow }: Grant): boolean {
  if ('noResource' in wide || 'noResource' in narrow) return 'noResource' in wide && 'noResource' in narrow
  return narrow.every((one) => wide.some((each) => fits(arnText(each, home), arnText(one, home))))
}
function coversWhen(wide: Conditions, narrow: Conditions): boolean {
  return Object.entries(wide).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) =>
      textsOf(narrow[operator]?.[key]).every((one) => textsOf(values).some((each) => fits(each, one))),
    ),
  )
}
const textsOf = (values: ConditionValue | readonly ConditionValue[] | undefined): string[] =>
  values === undefined ? [] : [values].flat().map((value) => (typeof value === 'string' ? value : arnText(value, home)))
