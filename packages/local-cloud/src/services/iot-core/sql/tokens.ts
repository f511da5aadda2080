import { NotModelled } from '../../../not-modelled.ts'

export type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'sign'; readonly text: string }

const shape =
  /\s*(?:(?<text>'(?:[^']|'')*')|(?<number>\d+(?:\.\d+)?)|(?<word>[A-Za-z_]\w*)|(?<sign><>|!=|<=|>=|[=<>+\-/%*(),.[\]]))/y

/** A rule's SQL, or one expression of it, word by word. Throws `NotModelled` where a sign is not known. */
export class Tokens {
  readonly #sql: string
  readonly #tokens: readonly Token[]
  #next = 0

  constructor(sql: string) {
    this.#sql = sql
    this.#tokens = split(sql)
  }

  peek(): Token | undefined {
    return this.#tokens[this.#next]
  }

  /** Takes the next token whatever it is; `expected` says in the error what the statement lacks. */
  take(expected: string): Token {
    const token = this.peek()
    if (token === undefined) throw this.refusal(`${expected} is missing`)
    this.#next++
    return token
  }

  /** Takes the next token if it is this keyword (in any case of letters) or this sign. */
  skip(text: string): boolean {
    const token = this.peek()
    const same =
      token?.kind === 'word' ? token.text.toUpperCase() === text : token?.kind === 'sign' && token.text === text
    if (same) this.#next++
    return same
  }

  need(text: string): void {
    if (!this.skip(text)) throw this.refusal(`expected ${text}, found ${this.peek()?.text ?? 'the end'}`)
  }

  end(): void {
    const token = this.peek()
    if (token !== undefined) throw this.refusal(`"${token.text}" is not understood here`)
  }

  refusal(why: string): NotModelled {
    return new NotModelled(`IoT SQL: ${why}, in: ${this.#sql}`)
  }
}

function split(sql: string): Token[] {
  const tokens: Token[] = []
  const end = sql.trimEnd().length
  shape.lastIndex = 0
  for (let at = 0; at < end; at = shape.lastIndex) {
    const { text, number, word, sign } = shape.exec(sql)?.groups ?? {}
    if (text !== undefined) tokens.push({ kind: 'text', text: text.slice(1, -1).replaceAll("''", "'") })
    else if (number !== undefined) tokens.push({ kind: 'number', text: number })
    else if (word !== undefined) tokens.push({ kind: 'word', text: word })
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign })
    else throw new NotModelled(`IoT SQL: cannot read "${sql.slice(at).trim()}", in: ${sql}`)
  }
  return tokens
}
