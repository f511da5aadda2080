import * as z from 'zod/mini'

// Parts of what actions take, with messages that say what is allowed.

/** The name of something in AWS. It becomes part of an ARN, so it must not match more than one thing. */
export const name = z
  .string('some text')
  .check(z.regex(/^[\w.-]{1,255}$/, 'a name: letters, digits, dots, dashes and underscores'))

/** Whatever sets a number has a least and a most, so that no slip of the pen sets ten times as many. */
export const wholeNumber = (least: number, most: number) =>
  z.int('a whole number').check(z.gte(least, `at least ${least}`), z.lte(most, `at most ${most}`))

/** What is handed on as it stands in the config, and sent as JSON. */
export const jsonObject = z.record(z.string(), z.json(), 'an object that JSON can hold')

/** As a title has it, which has to fit into a button's confirmation. @param called what it is, where it is too long */
export function inTitle(given: unknown, called: string): string {
  const text = JSON.stringify(given)
  return text.length > 60 ? `${called} (${text.length} characters)` : text
}

export const inputOf = <const Shape extends z.core.$ZodShape>(shape: Shape) =>
  z.strictObject(shape, { error: `an object with: ${Object.keys(shape).join(', ')}` })
