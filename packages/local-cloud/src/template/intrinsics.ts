import { NotModelled } from '../not-modelled.ts'

/** Where the names in a template lead. `undefined` from `ref` means AWS::NoValue: the property is left out. */
export interface Names {
  ref(name: string): unknown
  attribute(logicalId: string, attribute: string): unknown
  condition(name: string): boolean
  mapping(map: string, top: string, second: string): unknown
}

/** What is left of an object or a list where something resolved to AWS::NoValue. */
const present = (value: unknown) => value !== undefined

/** Resolves all intrinsic functions in `value`. Throws `NotModelled` for those that are not modelled. */
export function resolveValue(value: unknown, names: Names): unknown {
  if (Array.isArray(value)) return value.map((element) => resolveValue(element, names)).filter(present)
  if (typeof value === 'string' && value.includes('{{resolve:')) {
    throw new NotModelled(`The dynamic reference ${value} is not modelled`)
  }
  if (typeof value !== 'object' || value === null) return value

  const entries = Object.entries(value)
  const [only] = entries
  if (entries.length === 1 && only !== undefined && (only[0] === 'Ref' || only[0].startsWith('Fn::'))) {
    return call(only[0], only[1], names)
  }
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, resolveValue(inner, names)] as const).filter(([, inner]) => present(inner)),
  )
}

function call(name: string, argument: unknown, names: Names): unknown {
  const resolved = (inner: unknown) => resolveValue(inner, names)
  switch (name) {
    case 'Ref':
      return names.ref(text(argument, name))
    case 'Fn::GetAtt':
      return getAttribute(argument, names)
    case 'Fn::Join':
      return join(list(argument, name, 2).map(resolved))
    case 'Fn::Sub':
      return substitute(argument, names)
    case 'Fn::Select':
      return select(list(argument, name, 2).map(resolved))
    case 'Fn::Split':
      return split(list(argument, name, 2).map(resolved))
    case 'Fn::If': {
      const [condition, yes, no] = list(argument, name, 3)
      return resolved(names.condition(text(condition, name)) ? yes : no)
    }
    case 'Fn::FindInMap': {
      const [map, top, second] = list(argument, name, 3).map((part) => text(resolved(part), name))
      return names.mapping(map ?? '', top ?? '', second ?? '')
    }
    case 'Fn::Base64':
      return Buffer.from(text(resolved(argument), name)).toString('base64')
    case 'Fn::Equals':
    case 'Fn::Not':
    case 'Fn::And':
    case 'Fn::Or':
      return resolveCondition({ [name]: argument }, names)
    default:
      throw new NotModelled(`The intrinsic function ${name} is not modelled`)
  }
}

/** Resolves what stands under Conditions, where `{ "Condition": name }` refers to another one. */
export function resolveCondition(value: unknown, names: Names): boolean {
  const [name, argument] = theOnly(value)
  const both = () => list(argument, name, 2).map((part) => String(resolveValue(part, names)))
  const all = () => list(argument, name).map((part) => resolveCondition(part, names))
  switch (name) {
    case 'Condition':
      return names.condition(text(argument, name))
    case 'Fn::Equals': {
      const [left, right] = both()
      return left === right
    }
    case 'Fn::Contains': {
      const [texts, looked] = list(argument, name, 2).map((part) => resolveValue(part, names))
      return list(texts, name).some((each) => String(each) === String(looked))
    }
    case 'Fn::Not':
      return !all().some(Boolean)
    case 'Fn::And':
      return all().every(Boolean)
    case 'Fn::Or':
      return all().some(Boolean)
    default:
      throw new NotModelled(`The condition ${JSON.stringify(value)} is not modelled`)
  }
}

function getAttribute(argument: unknown, names: Names): unknown {
  const [logicalId = '', ...attribute] =
    typeof argument === 'string' ? argument.split('.') : list(argument, 'Fn::GetAtt', 2)
  return names.attribute(
    text(logicalId, 'Fn::GetAtt'),
    attribute.map((part) => text(resolveValue(part, names), 'Fn::GetAtt')).join('.'),
  )
}

function join([separator, parts]: unknown[]): string {
  return list(parts, 'Fn::Join')
    .map((part) => text(part, 'Fn::Join'))
    .join(text(separator, 'Fn::Join'))
}

function split([separator, whole]: unknown[]): string[] {
  return text(whole, 'Fn::Split').split(text(separator, 'Fn::Split'))
}

function select([index, parts]: unknown[]): unknown {
  const chosen = list(parts, 'Fn::Select')[Number(index)]
  if (chosen === undefined) throw new Error(`Fn::Select: no element ${String(index)} in ${JSON.stringify(parts)}`)
  return chosen
}

function substitute(argument: unknown, names: Names): string {
  const [template, given = {}] = Array.isArray(argument) ? list(argument, 'Fn::Sub', 2) : [argument]
  const own = new Map(Object.entries(typeof given === 'object' && given !== null ? given : {}))
  return text(template, 'Fn::Sub').replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, inside: string) => {
    if (literal === '!') return `\${${inside}}`
    const name = inside.trim()
    if (own.has(name)) return text(resolveValue(own.get(name), names), 'Fn::Sub')
    return text(name.includes('.') ? getAttribute(name, names) : names.ref(name), 'Fn::Sub')
  })
}

function text(value: unknown, where: string): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw new Error(`${where}: a text expected, found ${JSON.stringify(value)}`)
}

function list(value: unknown, where: string, length?: number): unknown[] {
  if (Array.isArray(value) && (length === undefined || value.length === length)) return value
  throw new Error(
    `${where}: a list${length === undefined ? '' : ` of ${length}`} expected, found ${JSON.stringify(value)}`,
  )
}

function theOnly(value: unknown): [string, unknown] {
  const [only, ...others] = typeof value === 'object' && value !== null ? Object.entries(value) : []
  if (only === undefined || others.length > 0)
    throw new NotModelled(`The condition ${JSON.stringify(value)} is not modelled`)
  return only
}
