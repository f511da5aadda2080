import { z } from 'zod'
import { problemWith } from '../../functions/actions/bounds.ts'
import { markdownTable } from '../markdown-page.ts'
import { cell, code, literal } from './markdown.ts'
import type { Declared } from './declared.ts'

type Schema = z.core.JSONSchema.JSONSchema

/** A table of what the action takes. */
export function inputTable(declared: Declared): string {
  const { input, fixed } = declared.action
  const { properties = {}, required = [] } = z.toJSONSchema(input, { io: 'input' })
  const rows = Object.entries(properties).map(([field, schema]) => {
    const is = typeof schema === 'boolean' ? {} : schema
    const { description = '' } = is
    const signal = is.type === 'string' && !fixed.includes(field) ? 'yes' : 'no'
    return [code(field), cell(description), cell(taken(declared, field, is, required.includes(field))), signal]
  })
  return markdownTable(['input', 'what', 'takes', 'from the signal'], rows)
}

function taken(declared: Declared, field: string, schema: Schema, isRequired: boolean): string {
  const values = is(schema) === 'text' ? textInWords(declared, field, schema) : is(schema)
  if (schema.default !== undefined) return `${values}; ${literal(schema.default)} unless told`
  return isRequired ? values : `${values}; may be left out`
}

/** In the words that the config's own check uses, where the declaration has any. */
function textInWords({ action, example }: Declared, field: string, { pattern, allOf }: Schema): string {
  const said = problemWith(action, example, field, ' \u0000*$')?.message ?? ''
  if (said !== '' && !said.startsWith('Invalid')) return said
  const patterns = [pattern, ...(allOf ?? []).map((each) => each.pattern)].flatMap((each) => each ?? [])
  return patterns.length === 0 ? 'text' : `text: ${patterns.map(code).join(' and ')}`
}

function is({ type, enum: values, properties, minimum, maximum, minItems = 0, maxItems }: Schema): string {
  if (values !== undefined) return `one of ${values.map(literal).join(', ')}`
  if (type === 'string') return 'text'
  if (type === 'integer') return `whole number, ${minimum} to ${maximum}`
  if (type === 'array') return `list of ${minItems} to ${maxItems} texts`
  if (type === 'object') return properties === undefined ? 'object' : code(`{ ${Object.keys(properties).join(', ')} }`)
  if (type === undefined) return 'JSON'
  throw new Error(`no words yet for an input of the type ${type.toString()}`)
}
