import * as z from 'zod/mini'
import { clip } from '../domain/clip.ts'
import type { Instant } from '../domain/instant.ts'
import { Unusable } from '../domain/place.ts'
import { unwrapped } from './wrapped-message.ts'

/** What one kind of cord publishes when it is pulled. */
export interface PressForm<Said> {
  readonly form: z.ZodMiniType<Said>
  /** The field that says how it was pressed. */
  readonly field: string
  /** Which one it is, by its topic alone: `cord "desk-1"`. */
  readonly who: (topic: string) => string
}

export type Press<Said> =
  | { readonly kind: 'press'; readonly topic: string; readonly arrived: Instant; readonly said: Said }
  | { readonly kind: 'nothing'; readonly because: 'no-press' }

/** Throws `Unusable`, which names who said it, where, and what would have been right; or `ZodError`. */
export function pressIn<Said>(message: unknown, { form, field, who }: PressForm<Said>): Press<Said> {
  const { topic, arrived, text } = unwrapped(message)
  const of = `${who(topic)}: the message on ${topic}`
  const right = `publish an object like {"${field}":"SINGLE"}, or with "DOUBLE" or "LONG"`
  const json = jsonOf(text)
  if (json === undefined) throw new Unusable(`${of} is not JSON: ${JSON.stringify(clip(text, 80))}; ${right}`)
  if (isNoPress(json.value, field)) return { kind: 'nothing', because: 'no-press' }
  const said = form.safeParse(json.value)
  if (said.success) return { kind: 'press', topic, arrived, said: said.data }
  const problems = said.error.issues.map(({ path, message: problem }) => `${path.join('.') || 'it'}: ${problem}`)
  throw new Unusable(`${of} is malformed: ${problems.join('; ')}, but it says ${clip(text, 80)}; ${right}`)
}

function jsonOf(text: string): { readonly value: unknown } | undefined {
  if (text === '') return { value: null }
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

const fields = z.record(z.string(), z.unknown())
const isEmpty = (value: unknown) => value === undefined || value === null || value === ''

/**
 * Nobody pressed: there is nothing in it, or nothing in the field that says how (Zigbee bridges publish `{"action":""}`
 * after each press), or nothing but figures (a battery's level, once an hour). A word in any other field may be a press
 * that is written wrongly: that is told, not ignored.
 */
function isNoPress(said: unknown, field: string): boolean {
  if (isEmpty(said)) return true
  const { data } = fields.safeParse(said)
  if (data === undefined) return false
  const named = new Map(Object.entries(data))
  const names = [field, 'action'].filter((name) => named.has(name))
  if (names.length > 0) return names.every((name) => isEmpty(named.get(name)))
  return [...named.values()].every((value) => isEmpty(value) || typeof value === 'number' || typeof value === 'boolean')
}
