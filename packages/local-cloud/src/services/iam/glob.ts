/** What is known of a request: condition key → its value or values. Keys count whatever their case. */
export type Context = Readonly<Record<string, string | readonly string[]>>

/** The values of a condition key; none when the request says nothing of it. */
export function valuesOf(context: Context, key: string): readonly string[] {
  const wanted = key.toLowerCase()
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === wanted)?.[1] ?? []
  return typeof found === 'string' ? [found] : found
}

type Token = { readonly literal: string } | 'any' | 'one'
type Part = Token | { readonly variable: string }

/**
 * Whether `text` fits a policy's pattern: `*` any run of characters, `?` any one, `${key}` the request's own value.
 *
 * A value put in by the request stands for itself: a client that calls itself `*` gains nothing. A pattern whose
 * variable has no value, or more than one, fits nothing.
 */
export function fitsPattern(pattern: string, text: string, context: Context = {}, ignoreCase = false): boolean {
  const fold = (one: string) => (ignoreCase ? one.toLowerCase() : one)
  const tokens = tokensOf(pattern, context)
  return tokens !== undefined && fits(tokens, fold(text), fold)
}

function tokensOf(pattern: string, context: Context): readonly Token[] | undefined {
  const tokens: Token[] = []
  for (const part of partsOf(pattern)) {
    if (typeof part === 'string' || 'literal' in part) {
      tokens.push(part)
      continue
    }
    const value = variable(part.variable, context)
    if (value === undefined) return undefined
    tokens.push(...Array.from(value, (literal) => ({ literal })))
  }
  return tokens
}

/** The policies' patterns, taken apart: there are few, and each is asked for at every call. */
const known = new Map<string, readonly Part[]>()

function partsOf(pattern: string): readonly Part[] {
  const before = known.get(pattern)
  if (before !== undefined) return before
  const parts: Part[] = []
  for (const [part, name] of pattern.matchAll(/\$\{([^}]*)\}|[^]/gu)) {
    if (name !== undefined) parts.push({ variable: name })
    else if (part === '*') {
      if (parts.at(-1) !== 'any') parts.push('any')
    } else parts.push(part === '?' ? 'one' : { literal: part })
  }
  known.set(pattern, parts)
  return parts
}

function variable(name: string, context: Context): string | undefined {
  // The three characters that mean something in a pattern are written so when they mean themselves.
  if (name === '*' || name === '?' || name === '$') return name
  const [value, ...others] = valuesOf(context, name)
  return others.length === 0 ? value : undefined
}

/** Goes back to the last star only, so that a pattern costs at most its length times the text's. */
function fits(tokens: readonly Token[], text: string, fold: (one: string) => string): boolean {
  const characters = Array.from(text)
  let [at, token] = [0, 0]
  let star: { readonly token: number; at: number } | undefined
  while (at < characters.length) {
    const wanted = tokens[token]
    if (wanted === 'any') {
      star = { token, at }
      token++
    } else if (wanted !== undefined && (wanted === 'one' || fold(wanted.literal) === characters[at])) {
      at++
      token++
    } else if (star !== undefined) {
      at = ++star.at
      token = star.token + 1
    } else return false
  }
  return tokens.slice(token).every((left) => left === 'any')
}
