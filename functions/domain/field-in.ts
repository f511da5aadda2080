import { own } from './own.ts'

/** What stands at a path in what came from outside. Lists are entered by number, the first is 0. */
export const fieldIn = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((at, name) => (isObject(at) ? own(at, name) : undefined), value)

/** A list, too: each of its own fields has the name of its number. */
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
