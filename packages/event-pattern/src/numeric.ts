import { BadPattern } from './bad-pattern.ts'

const compare = {
  '=': (value: number, limit: number) => value === limit,
  '<': (value: number, limit: number) => value < limit,
  '<=': (value: number, limit: number) => value <= limit,
  '>': (value: number, limit: number) => value > limit,
  '>=': (value: number, limit: number) => value >= limit,
}
const isComparison = (sign: unknown): sign is keyof typeof compare =>
  typeof sign === 'string' && Object.hasOwn(compare, sign)

/** Whether a number satisfies one comparison (`['<', 10]`) or lies in a range, the lower end first (`['>', 0, '<=', 5]`). */
export function numericTest(operand: unknown, path: string): (value: unknown) => boolean {
  const list: readonly unknown[] = Array.isArray(operand) ? operand : []
  const [sign, limit, upperSign, upper] = list
  if (!isComparison(sign) || typeof limit !== 'number') throw malformed(path)
  const low = compare[sign]
  if (list.length === 2) return (value) => typeof value === 'number' && low(value, limit)

  if (list.length !== 4 || !isComparison(upperSign) || typeof upper !== 'number') throw malformed(path)
  if (!sign.startsWith('>') || !upperSign.startsWith('<')) throw malformed(path)
  if (limit >= upper) throw new BadPattern(path, `the lower end ${limit} must be less than the upper end ${upper}`)
  const high = compare[upperSign]
  return (value) => typeof value === 'number' && low(value, limit) && high(value, upper)
}

const malformed = (path: string) =>
  new BadPattern(path, 'must be one comparison, as ["<", 10], or a range, lower end first, as [">", 0, "<=", 5]')
