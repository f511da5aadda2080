import { type FromSignal, fromSignalIn } from '../domain/from-signal.ts'
import type { JsonObject } from '../domain/json.ts'
import type { Action, Prepared } from './action.ts'

// What an action may call when parts of its input come with the signal: all that the config's bounds let through.

type Input = Readonly<Record<string, unknown>>

/** A text for each pattern that the field's own schema may take. */
const samplesOf = (pattern: string): readonly string[] =>
  ['', 'a', '0', 'a'.repeat(8), '0'.repeat(8), '0'.repeat(17), 'A'.repeat(16)].map((fill) =>
    pattern.replaceAll('*', fill),
  )

/** The input with a text in place of each field that the signal gives: a name that would be allowed. */
export function sampled(action: Pick<Action, 'problemsOf'>, input: Input): Input {
  return fromSignalIn(input).reduce<Input>(
    (so, [field, { within }]) => ({ ...so, [field]: sampleFor(action, input, field, within[0] ?? '') }),
    input,
  )
}

/** @returns the pattern itself where no text is found that the field takes */
export function sampleFor(action: Pick<Action, 'problemsOf'>, input: Input, field: string, pattern: string): string {
  return samplesOf(pattern).find((text) => problemWith(action, input, field, text) === undefined) ?? pattern
}

/** What the action has against this text in the field, whatever else is wrong with the input. */
export const problemWith = ({ problemsOf }: Pick<Action, 'problemsOf'>, input: Input, field: string, text: string) =>
  problemsOf({ ...input, [field]: text }).find(({ path }) => path[0] === field)

/** Each pattern of one field with each of the others. */
const combinationsOf = (all: readonly (readonly [string, FromSignal])[]): readonly Readonly<Record<string, string>>[] =>
  all.reduce<readonly Readonly<Record<string, string>>[]>(
    (so, [field, { within }]) => so.flatMap((texts) => within.map((pattern) => ({ ...texts, [field]: pattern }))),
    [{}],
  )

export const countCombinations = (input: Input): number =>
  fromSignalIn(input).reduce((product, [, { within }]) => product * within.length, 1)

/** The calls of an action, with the permissions for every input that the config lets it have. */
export function callsWithin(action: Action, input: JsonObject): Prepared['calls'] {
  const fromSignal = fromSignalIn(input)
  if (fromSignal.length === 0) return action.on(input).calls
  const sample = sampled(action, input)
  return combinationsOf(fromSignal).flatMap((texts) => action.callsOn(sample, texts))
}
