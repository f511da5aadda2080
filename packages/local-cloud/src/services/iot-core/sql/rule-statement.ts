// The part of AWS IoT SQL (version 2016-03-23) that topic rules commonly use. What is not here throws NotModelled.
import { type RuleMessage } from './functions.ts'
import { attributeOf, type Expression, readExpression, type Scope } from './expression.ts'
import { Tokens } from './tokens.ts'
import { asText } from './values.ts'

export { type RuleMessage } from './functions.ts'

export interface RuleStatement {
  readonly topicFilter: string
  /**
   * What the rule's actions are to carry: a JSON value, or the bytes as they came when the rule selects `*` alone from a
   * payload that is not JSON. Undefined when WHERE does not hold. Whether the topic matches is not asked here.
   */
  select(message: RuleMessage): unknown
}

type Selected = { readonly all: true } | { readonly name: string; readonly value: Expression }

/** Throws `NotModelled`, naming what is not understood. */
export function parseRule(sql: string): RuleStatement {
  const tokens = new Tokens(sql)
  tokens.need('SELECT')
  const selected: Selected[] = []
  do selected.push(readSelected(tokens))
  while (tokens.skip(','))
  tokens.need('FROM')
  const from = tokens.take('a topic filter')
  if (from.kind !== 'text') throw tokens.refusal('FROM takes a topic filter in single quotes')
  const where = tokens.skip('WHERE') ? readExpression(tokens) : undefined
  tokens.end()

  return {
    topicFilter: from.text,
    select(message) {
      const scope = scopeOf(message)
      if (where !== undefined && where.of(scope) !== true) return undefined
      return selectFrom(scope, selected)
    },
  }
}

/** A text with `${expression}` in it, as a republish action's topic may be. An Undefined leaves nothing in its place. */
export function parseTemplate(text: string): (message: RuleMessage) => string {
  const parts = text.split(/\$\{([^}]*)\}/).map((part, index) => {
    if (index % 2 === 0) return () => part
    const tokens = new Tokens(part)
    const expression = readExpression(tokens)
    tokens.end()
    return (scope: Scope) => asText(expression.of(scope)) ?? ''
  })
  return (message) => {
    const scope = scopeOf(message)
    return parts.map((part) => part(scope)).join('')
  }
}

/** Whether an MQTT topic filter takes this topic in. Wildcards at a filter's start leave out topics that begin with $. */
export function topicMatches(filter: string, topic: string): boolean {
  if (topic.startsWith('$') && /^[+#]/.test(filter)) return false
  const levels = topic.split('/')
  const wanted = filter.split('/')
  for (const [index, level] of wanted.entries()) {
    if (level === '#') return true
    if (index >= levels.length || (level !== '+' && level !== levels[index])) return false
  }
  return wanted.length === levels.length
}

function readSelected(tokens: Tokens): Selected {
  if (tokens.skip('*')) return { all: true }
  const value = readExpression(tokens)
  if (tokens.skip('AS')) {
    const alias = tokens.take('a name after AS')
    if (alias.kind !== 'word') throw tokens.refusal(`the name "${alias.text}" after AS is not modelled`)
    return { name: alias.text, value }
  }
  if (value.attribute === undefined) throw tokens.refusal('a selected value that is no attribute needs a name (AS)')
  return { name: value.attribute, value }
}

function selectFrom(scope: Scope, selected: readonly Selected[]): unknown {
  const [first, second] = selected
  if (first !== undefined && 'all' in first && second === undefined) return scope.document ?? scope.message.payload
  const out = new Map<string, unknown>()
  for (const one of selected) {
    if ('all' in one) for (const name of namesIn(scope.document)) out.set(name, attributeOf(scope.document, name))
    else out.set(one.name, one.value.of(scope))
  }
  return Object.fromEntries([...out].filter(([, value]) => value !== undefined))
}

function namesIn(document: unknown): string[] {
  return typeof document === 'object' && document !== null && !Array.isArray(document) ? Object.keys(document) : []
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function scopeOf(message: RuleMessage): Scope {
  try {
    return { message, document: JSON.parse(utf8.decode(message.payload)) }
  } catch {
    // Not JSON is no fault: every attribute is Undefined then, and * and encode() still have the bytes.
    return { message, document: undefined }
  }
}
