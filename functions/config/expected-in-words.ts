import type { z } from 'zod'

/** What a value of the wrong type should have been: for a schema that does not say so in words of its own. */
export const expectedInWords: z.core.$ZodErrorMap = ({ expected }) =>
  typeof expected === 'string' ? article(expected) : undefined

const article = (kind: string) => (kind === 'string' ? 'some text' : /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`)
