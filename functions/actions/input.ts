import * as z from 'zod/mini'

// Parts of what actions take, with messages that say what is allowed.

/** The name of something in AWS. It becomes part of an ARN, so it must not match more than one thing. */
export const name = z
  .string('some text')
  .check(z.regex(/^[\w.-]{1,255}$/, 'a name: letters, digits, dots, dashes and underscores'))

export const inputOf = <const Shape extends z.core.$ZodShape>(shape: Shape) =>
  z.strictObject(shape, { error: `an object with: ${Object.keys(shape).join(', ')}` })
