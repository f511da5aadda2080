import type { z } from 'zod'

/** What a schema expects, where it says nothing better by itself: "some text", "an object". */
export const expectedInWords: z.core.$ZodErrorMap = ({ expected }) =>
  typeof expected === 'string' ? article(expected) : undefined

const article = (kind: string) => (kind === 'string' ? 'some text' : /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`)
