import { clip } from './clip.ts'
import { fieldIn } from './field-in.ts'
import type { Json, JsonObject } from './json.ts'
import { own } from './own.ts'

/** Where in a signal a value is: a dimension of the alarm's metrics, one of its tags, or a field of the event's detail. */
export const signalParts = ['dimension', 'tag', 'detail'] as const
export type SignalPart = (typeof signalParts)[number]

/** An input of an action that is not in the config but comes with the signal, within bounds that the config sets. */
export type FromSignal = {
  readonly fromSignal: SignalPart
  /** Of the dimension or the tag; or the path of the field, its names joined by dots. */
  readonly name: string
  /** What it may be. A `*` stands for any text. */
  readonly within: readonly string[]
}

/** What a signal gives, by `refOf`. Hostile text. */
export type SignalInputs = Readonly<Record<string, string>>

/** `dimension ServiceName`: how people read it, and how it is kept. */
export const refOf = ({ fromSignal, name }: Pick<FromSignal, 'fromSignal' | 'name'>): string => `${fromSignal} ${name}`

export const isFromSignal = (value: unknown): value is FromSignal =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, 'fromSignal')

/** All that an action's input takes from the signal, with the fields that take it. */
export const fromSignalIn = (input: Readonly<Record<string, unknown>>): readonly (readonly [string, FromSignal])[] =>
  Object.entries(input).flatMap(([field, value]) => (isFromSignal(value) ? [[field, value] as const] : []))

/** The longest name that AWS has: an ARN of 2,048 characters. What is longer names nothing. */
const longest = 2048

/** Of all that is wanted, what the signal has. */
export function inputsOf(
  { detail, tags }: { readonly detail: unknown; readonly tags: Readonly<Record<string, string>> },
  wanted: readonly Pick<FromSignal, 'fromSignal' | 'name'>[],
): SignalInputs {
  const found = wanted.flatMap((one) => {
    const values = new Set(valuesOf(one, detail, tags))
    const [value] = values
    // Several metrics may each have the dimension, with different values: then nobody can tell which is meant.
    return values.size === 1 && value !== undefined && value.length <= longest ? [[refOf(one), value] as const] : []
  })
  return Object.fromEntries(found)
}

function valuesOf(
  { fromSignal, name }: Pick<FromSignal, 'fromSignal' | 'name'>,
  detail: unknown,
  tags: Readonly<Record<string, string>>,
): string[] {
  switch (fromSignal) {
    case 'dimension':
      return dimensionsIn(detail).flatMap((dimensions) => textIn(dimensions, [name]))
    case 'tag':
      return textIn(tags, [name])
    case 'detail':
      return textIn(detail, name.split('.'))
  }
}

/** Those of each metric that the alarm watches. */
function dimensionsIn(detail: unknown): unknown[] {
  const metrics = fieldIn(detail, ['configuration', 'metrics'])
  return Array.isArray(metrics) ? metrics.map((each) => fieldIn(each, ['metricStat', 'metric', 'dimensions'])) : []
}

function textIn(value: unknown, path: readonly string[]): string[] {
  const found = fieldIn(value, path)
  return typeof found === 'string' && found !== '' ? [found] : []
}

/** Why an action's input cannot be taken from the signal, in words. */
export class NotInSignal extends Error {
  override readonly name = 'NotInSignal'
}

/** The input with what the signal gives in its place. Throws `NotInSignal` for what is missing, or out of bounds. */
export const withInputs = (input: JsonObject, inputs: SignalInputs): JsonObject =>
  Object.fromEntries(
    Object.entries(input).map(([field, value]): [string, Json] => [
      field,
      isFromSignal(value) ? given(field, value, inputs) : value,
    ]),
  )

function given(field: string, wanted: FromSignal, inputs: SignalInputs): string {
  const value = own(inputs, refOf(wanted))
  if (value === undefined) {
    throw new NotInSignal(`the signal has no ${refOf(wanted)} (or several), from which ${field} is to be taken`)
  }
  if (!wanted.within.some((pattern) => fits(pattern, value))) {
    const allowed = wanted.within.join(', ')
    throw new NotInSignal(
      `${field} is ${JSON.stringify(clip(value, 80))} by the signal's ${refOf(wanted)}, but may only be ${allowed}`,
    )
  }
  return value
}

/** Whether a text fits a pattern in which `*` stands for any text, as it does in IAM. Takes linear time. */
export function fits(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  if (rest.length === 0) return text === pattern
  const last = rest.pop() ?? ''
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false
  let from = first.length
  const end = text.length - last.length
  for (const part of rest) {
    const at = text.indexOf(part, from)
    if (at === -1 || at + part.length > end) return false
    from = at + part.length
  }
  return true
}
