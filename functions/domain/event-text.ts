import { clip } from './clip.ts'
import { fieldIn } from './field-in.ts'

/** A text, or what stands at a path in the event. */
export type TextPart = string | { readonly path: string }

/** What stands at a path in an event, if that is a text, a number or a boolean. Hostile text, clipped. */
export function textAt(event: unknown, path: string): string | undefined {
  const found = fieldIn(event, path.split('.'))
  if (typeof found !== 'string' && typeof found !== 'number' && typeof found !== 'boolean') return undefined
  const text = clip(String(found), longestField)
  return text.trim() === '' ? undefined : text
}

const longestField = 1000

/** Texts and fields, joined. What the event does not have is named in its place. */
export const joined = (event: unknown, parts: readonly TextPart[]): string =>
  parts.map((part) => (typeof part === 'string' ? part : (textAt(event, part.path) ?? `(no ${part.path})`))).join('')
