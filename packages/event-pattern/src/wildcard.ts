import { BadPattern } from './bad-pattern.ts'

/**
 * Whether a text fits a wildcard: `*` stands for any run of characters, `\*` and `\\` for themselves.
 *
 * The pieces between the stars are looked for from left to right and never again, so that no pattern, however
 * hostile, costs more than its own length times the text's.
 */
export function wildcardTest(wildcard: string, path: string): (text: string) => boolean {
  const [first = '', ...rest] = pieces(wildcard, path)
  const last = rest.pop()
  if (last === undefined) return (text) => text === first

  return (text) => {
    if (!text.startsWith(first)) return false
    let from = first.length
    for (const piece of rest) {
      const found = text.indexOf(piece, from)
      if (found < 0) return false
      from = found + piece.length
    }
    return text.length - last.length >= from && text.endsWith(last)
  }
}

/** The literal pieces between the stars. */
function pieces(wildcard: string, path: string): string[] {
  const found = ['']
  for (const [token] of wildcard.matchAll(/\\.|[^]/gsu)) {
    if (token === '*') {
      if (found.length > 1 && found.at(-1) === '') throw new BadPattern(path, 'two stars in a row in the wildcard')
      found.push('')
    } else if (token.startsWith('\\')) {
      if (token !== '\\*' && token !== '\\\\')
        throw new BadPattern(path, `"${token}" in the wildcard; "\\" escapes only "*" and "\\"`)
      found[found.length - 1] += token.slice(1)
    } else found[found.length - 1] += token
  }
  return found
}
