import { type RuleMessage, ruleFunctions } from './functions.ts'
import { asNumber, not, type Operator, sqlOperators } from './values.ts'
import { type Tokens } from './tokens.ts'
import { own } from '../../../own.ts'

/** What an expression is worked out on: the message, and its payload read as JSON (undefined when it is not JSON). */
export interface Scope {
  readonly message: RuleMessage
  readonly document: unknown
}

export interface Expression {
  of(scope: Scope): unknown
  /** The name its value gets in the outgoing message when no AS gives one; only attributes have one. */
  readonly attribute?: string
}

const keywords = new Set(['SELECT', 'FROM', 'WHERE', 'AS', 'AND', 'OR', 'NOT', 'IN', 'CASE', 'WHEN', 'VALUE', 'EXISTS'])
const literals = new Map<string, unknown>([
  ['TRUE', true],
  ['FALSE', false],
  ['NULL', null],
  ['UNDEFINED', undefined],
])

/** Reads one expression, leaving `tokens` behind it. */
export function readExpression(tokens: Tokens, level = 0): Expression {
  const table = sqlOperators[level]
  if (table === undefined) return readAccess(tokens)
  // NOT binds less tightly than a comparison, more tightly than AND.
  if (level === 2 && tokens.skip('NOT')) {
    const operand = readExpression(tokens, level)
    return { of: (scope) => not(operand.of(scope)) }
  }
  let left = readExpression(tokens, level + 1)
  for (let operator = skipOperator(tokens, table); operator; operator = skipOperator(tokens, table)) {
    const isList = operator === table['IN'] && tokens.peek()?.text === '('
    const right = isList ? readList(tokens, '(', ')') : readExpression(tokens, level + 1)
    left = binary(operator, left, right)
  }
  return left
}

function skipOperator(tokens: Tokens, table: Readonly<Record<string, Operator>>): Operator | undefined {
  const name = Object.keys(table).find((candidate) => tokens.skip(candidate))
  return name === undefined ? undefined : own(table, name)
}

const binary = (operator: Operator, left: Expression, right: Expression): Expression => ({
  of: (scope) => operator(left.of(scope), right.of(scope)),
})

/** A value and the attributes or places taken from it: `a.b[0]`. */
function readAccess(tokens: Tokens): Expression {
  let value = readValue(tokens)
  for (;;) {
    const from = value
    if (tokens.skip('.')) {
      const name = tokens.take("an attribute's name").text
      value = { of: (scope) => attributeOf(from.of(scope), name), attribute: name }
    } else if (tokens.skip('[')) {
      const place = readExpression(tokens)
      tokens.need(']')
      value = { of: (scope) => placeOf(from.of(scope), place.of(scope)) }
    } else return value
  }
}

function readValue(tokens: Tokens): Expression {
  if (tokens.peek()?.text === '[' && tokens.peek()?.kind === 'sign') return readList(tokens, '[', ']')
  const token = tokens.take('an expression')
  switch (token.kind) {
    case 'text':
      return { of: () => token.text }
    case 'number':
      return { of: () => Number(token.text) }
    case 'sign':
      return readSigned(tokens, token.text)
    case 'word':
      return readWord(tokens, token.text)
  }
}

function readSigned(tokens: Tokens, sign: string): Expression {
  if (sign === '(') {
    const inner = readExpression(tokens)
    tokens.need(')')
    return { of: (scope) => inner.of(scope) }
  }
  if (sign !== '-') throw tokens.refusal(`"${sign}" is not understood here`)
  const operand = readAccess(tokens)
  return {
    of(scope) {
      const number = asNumber(operand.of(scope))
      return number === undefined ? undefined : -number
    },
  }
}

function readWord(tokens: Tokens, word: string): Expression {
  const upper = word.toUpperCase()
  if (literals.has(upper)) return { of: () => literals.get(upper) }
  if (tokens.skip('(')) return readCall(tokens, word)
  if (keywords.has(upper)) throw tokens.refusal(`${upper} is not modelled here`)
  return { of: ({ document }) => attributeOf(document, word), attribute: word }
}

function readCall(tokens: Tokens, name: string): Expression {
  const called = ruleFunctions.get(name.toLowerCase())
  if (called === undefined) throw tokens.refusal(`the function ${name}() is not modelled`)
  const given: Expression[] = []
  if (called.whole && tokens.skip('*')) {
    given.push({ of: ({ message }) => message.payload })
    if (!tokens.skip(')')) tokens.need(',')
  }
  if (!tokens.skip(')')) given.push(...readItems(tokens, ')'))
  const [least, most] = called.takes
  if (given.length < least || given.length > most) {
    throw tokens.refusal(`${name}() cannot take ${given.length} arguments`)
  }
  return {
    of: (scope) =>
      called.call(
        scope.message,
        given.map((argument) => argument.of(scope)),
      ),
  }
}

function readList(tokens: Tokens, open: string, close: string): Expression {
  tokens.need(open)
  const items = tokens.skip(close) ? [] : readItems(tokens, close)
  return { of: (scope) => items.map((item) => item.of(scope)) }
}

function readItems(tokens: Tokens, close: string): Expression[] {
  const items: Expression[] = []
  do items.push(readExpression(tokens))
  while (tokens.skip(','))
  tokens.need(close)
  return items
}

export function attributeOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return Object.getOwnPropertyDescriptor(value, name)?.value
}

function placeOf(value: unknown, place: unknown): unknown {
  return Array.isArray(value) && typeof place === 'number' ? value[place] : undefined
}
