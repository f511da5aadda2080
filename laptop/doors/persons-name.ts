import { z } from 'zod'

/** Who does it, by what they say: nobody proves a name on a laptop. */
export const personsName = z
  .string()
  .trim()
  .min(1, 'your name is missing')
  .max(100)
  .regex(/^[^\p{Cc}]*$/u, 'a name has no control characters')
