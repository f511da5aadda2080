import { cidrTest } from './cidr.ts'
import { BadPattern } from './bad-pattern.ts'
import { beginsIgnoringCase, endsIgnoringCase, equalsIgnoringCase } from './ignore-case.ts'
import { numericTest } from './numeric.ts'
import { wildcardTest } from './wildcard.ts'

/** Whether one value of an event (text, number, true, false or null) fits. */
export type ValueTest = (value: unknown) => boolean

/** What one element of a field's list asks: something of the value, or that the event has no such field at all. */
export type ElementTest = ValueTest | 'absent'

export const operators = [
  'exactly',
  'prefix',
  'suffix',
  'equals-ignore-case',
  'anything-but',
  'numeric',
  'exists',
  'cidr',
  'wildcard',
] as const

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Reads one element of a field's list: a plain value, or an object with one operator. */
export function elementTest(element: unknown, path: string): ElementTest {
  if (Array.isArray(element)) throw new BadPattern(path, 'a list within a list')
  if (!isObject(element)) return (value) => value === element

  const [operator, operand] = theOnly(element, path)
  const at = `${path}.${operator}`
  switch (operator) {
    case 'exists':
      if (typeof operand !== 'boolean') throw new BadPattern(at, 'must be true or false')
      return operand ? () => true : 'absent'
    case 'numeric':
      return numericTest(operand, at)
    case 'anything-but':
      return anythingBut(operand, at)
    case 'prefix':
    case 'suffix':
      return isObject(operand) ? ignoringCase(operator, operand, at) : textTest(operator, operand, at)
    default:
      return textTest(operator, operand, at)
  }
}

function theOnly(element: Readonly<Record<string, unknown>>, path: string): [string, unknown] {
  const [only, ...others] = Object.entries(element)
  if (only === undefined || others.length > 0) {
    throw new BadPattern(path, `one operator expected, found ${Object.keys(element).join(', ') || 'none'}`)
  }
  return only
}

/** The operators that take a text and look at texts. */
function textTest(operator: string, operand: unknown, path: string): ValueTest {
  const test = testOf(operator, path)
  if (typeof operand !== 'string') throw new BadPattern(path, 'must be a text')
  const fits = test(operand)
  return (value) => typeof value === 'string' && fits(value)
}

function testOf(operator: string, path: string): (operand: string) => (text: string) => boolean {
  switch (operator) {
    case 'exactly':
      return (wanted) => (text) => text === wanted
    case 'prefix':
      return (wanted) => (text) => text.startsWith(wanted)
    case 'suffix':
      return (wanted) => (text) => text.endsWith(wanted)
    case 'equals-ignore-case':
      return equalsIgnoringCase
    case 'wildcard':
      return (wanted) => wildcardTest(wanted, path)
    case 'cidr':
      return (wanted) => cidrTest(wanted, path)
    default:
      throw new BadPattern(path, `no such operator; there are ${operators.join(', ')}`)
  }
}

function ignoringCase(
  operator: 'prefix' | 'suffix',
  operand: Readonly<Record<string, unknown>>,
  path: string,
): ValueTest {
  const [nested, wanted] = theOnly(operand, path)
  if (nested !== 'equals-ignore-case' || typeof wanted !== 'string') {
    throw new BadPattern(path, 'must be a text, or { "equals-ignore-case": text }')
  }
  const fits = operator === 'prefix' ? beginsIgnoringCase(wanted) : endsIgnoringCase(wanted)
  return (value) => typeof value === 'string' && fits(value)
}

function anythingBut(operand: unknown, path: string): ValueTest {
  if (!isObject(operand)) return noneOf(operand, path)

  const [operator, unwanted] = theOnly(operand, path)
  const at = `${path}.${operator}`
  if (!['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(operator)) {
    throw new BadPattern(at, 'anything-but takes values, or prefix, suffix, equals-ignore-case or wildcard')
  }
  const tests = listOf(unwanted).map((one) => textTest(operator, one, at))
  const mayBeEmpty = operator === 'equals-ignore-case' || operator === 'wildcard'
  if (tests.length === 0 || (!mayBeEmpty && listOf(unwanted).includes('')))
    throw new BadPattern(at, 'must not be empty')
  return (value) => !tests.some((fits) => fits(value))
}

function noneOf(operand: unknown, path: string): ValueTest {
  const unwanted = listOf(operand)
  const kinds = new Set(unwanted.map((one) => typeof one))
  if (kinds.size !== 1 || !(kinds.has('string') || kinds.has('number'))) {
    throw new BadPattern(path, 'must be one or more texts, or one or more numbers, not both')
  }
  const among = new Set(unwanted)
  return (value) => !among.has(value)
}

const listOf = (operand: unknown): readonly unknown[] => (Array.isArray(operand) ? operand : [operand])
