import { FromStringShapeDeserializer } from '@smithy/core/protocols'
import type { NormalizedSchema } from '@smithy/core/schema'
import type { Input } from '../service.ts'
import { xmlTimes } from './xml.ts'

/** A form's names taken apart at their dots: `Tags.member.1.Key` is a branch of four. */
interface Branch {
  value?: string
  readonly parts: Map<string, Branch>
}

const texts = new FromStringShapeDeserializer({ timestampFormat: xmlTimes, httpBindings: false })

/** The input that a form of AWS's Query protocol says. Members that the schema does not have are left out. */
export function formInput(schema: NormalizedSchema, form: URLSearchParams): Input {
  const root: Branch = { parts: new Map() }
  for (const [name, value] of form) branchAt(root, name.split('.')).value = value
  return schema.isUnitSchema() ? {} : structOf(schema, root)
}

function branchAt(root: Branch, path: readonly string[]): Branch {
  let at = root
  for (const part of path) {
    const next = at.parts.get(part) ?? { parts: new Map() }
    at.parts.set(part, next)
    at = next
  }
  return at
}

function valueOf(schema: NormalizedSchema, branch: Branch): unknown {
  if (schema.isStructSchema()) return structOf(schema, branch)
  if (schema.isListSchema()) return listOf(schema, branch)
  if (schema.isMapSchema()) return mapOf(schema, branch)
  return texts.read(schema, branch.value ?? '')
}

function structOf(schema: NormalizedSchema, { parts }: Branch): Input {
  const members: [string, unknown][] = []
  for (const [name, member] of schema.structIterator()) {
    const branch = parts.get(nameIn(member, name))
    if (branch !== undefined) members.push([name, valueOf(member, branch)])
  }
  return Object.fromEntries(members)
}

function listOf(schema: NormalizedSchema, branch: Branch): unknown[] {
  const member = schema.getValueSchema()
  return numbered(isFlat(schema) ? branch : branch.parts.get(nameIn(member, 'member'))).map((one) =>
    valueOf(member, one),
  )
}

function mapOf(schema: NormalizedSchema, branch: Branch): Input {
  const [key, value] = [schema.getKeySchema(), schema.getValueSchema()]
  const entries = numbered(isFlat(schema) ? branch : branch.parts.get('entry')).map(({ parts }) => {
    const [name, inner] = [parts.get(nameIn(key, 'key')), parts.get(nameIn(value, 'value'))]
    return [name?.value ?? '', valueOf(value, inner ?? { parts: new Map() })] as const
  })
  return Object.fromEntries(entries)
}

/** An empty list is written as its name alone, with an empty value. */
const numbered = (branch: Branch | undefined): Branch[] =>
  [...(branch?.parts ?? [])].toSorted(([one], [other]) => Number(one) - Number(other)).map(([, each]) => each)

const nameIn = (schema: NormalizedSchema, otherwise: string) => schema.getMergedTraits().xmlName ?? otherwise
const isFlat = (schema: NormalizedSchema) => Boolean(schema.getMergedTraits().xmlFlattened)
