// How AWS IoT SQL compares and calculates. `undefined` is its Undefined: an unknown value, and never an error.
// https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-operators.html
import { isDeepStrictEqual } from 'node:util'

export type Operator = (left: unknown, right: unknown) => unknown

/** The value as text, by the standard conversions; Null and Undefined have none. */
export function asText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** A number, or a text that is written like one. */
export function asNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || !/^\s*-?\d+(\.\d+)?([eE][+-]?\d+)?\s*$/.test(value)) return undefined
  return Number(value)
}

function asBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string' || !/^(true|false)$/i.test(value)) return undefined
  return value.toLowerCase() === 'true'
}

function numeric(reckon: (left: number, right: number) => unknown): Operator {
  return (left, right) => {
    const [a, b] = [asNumber(left), asNumber(right)]
    return a === undefined || b === undefined ? undefined : reckon(a, b)
  }
}

function logical(reckon: (left: boolean, right: boolean) => boolean): Operator {
  return (left, right) => {
    const [a, b] = [asBoolean(left), asBoolean(right)]
    return a === undefined || b === undefined ? undefined : reckon(a, b)
  }
}

function equal(left: unknown, right: unknown): boolean | undefined {
  return left === undefined || right === undefined ? undefined : isDeepStrictEqual(left, right)
}

export function not(value: unknown): boolean | undefined {
  const truth = asBoolean(value)
  return truth === undefined ? undefined : !truth
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined
}

/** By how tightly they bind, the loosest first. */
export const sqlOperators: readonly Readonly<Record<string, Operator>>[] = [
  { OR: logical((a, b) => a || b) },
  { AND: logical((a, b) => a && b) },
  {
    '=': equal,
    '<>': (a, b) => not(equal(a, b)),
    '!=': (a, b) => not(equal(a, b)),
    '<': numeric((a, b) => a < b),
    '<=': numeric((a, b) => a <= b),
    '>': numeric((a, b) => a > b),
    '>=': numeric((a, b) => a >= b),
    IN: (a, list) => (a === undefined || !Array.isArray(list) ? undefined : list.some((one) => equal(a, one) === true)),
  },
  {
    '+': (a, b) => (typeof a === 'string' || typeof b === 'string' ? joined(a, b) : numeric((x, y) => x + y)(a, b)),
    '-': numeric((a, b) => a - b),
  },
  {
    '*': numeric((a, b) => a * b),
    '/': numeric((a, b) => finite(a / b)),
    '%': numeric((a, b) => finite(a % b)),
  },
]

function joined(left: unknown, right: unknown): string | undefined {
  const [a, b] = [asText(left), asText(right)]
  return a === undefined || b === undefined ? undefined : a + b
}
