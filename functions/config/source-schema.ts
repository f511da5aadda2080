import { z } from 'zod'
import type { TextPart } from '../domain/event-text.ts'
import { severities } from '../domain/signal.ts'
import { sources as ownSources } from '../sources/sources.ts'
import { object, once, origin, pattern, problemOf, wait } from './schema-parts.ts'
import { ruleOf, type SourceChoice, type SourceConfig, type SourcePattern } from './source-config.ts'

/** The form of one of the config's `sources`. */
export function sourceSchema(line: z.ZodType<string>, playbook: z.ZodType<string>) {
  const choice = object<SourceChoice>()({
    when: z.exactOptional(pattern),
    from: z.exactOptional(origin),
    run: playbook,
  })
  return object<SourceConfig>()({
    on: sourcePattern,
    line,
    key: z.exactOptional(z.union([path, paths], 'a path, or a list of paths')),
    title: words,
    reason: z.exactOptional(words),
    severity: z.exactOptional(z.enum(severities, severities.map((each) => `"${each}"`).join(', '))),
    clears: z.exactOptional(sourcePattern),
    closesAfter: z.exactOptional(wait),
    playbooks: z.exactOptional(z.array(choice)),
  })
    .refine(({ clears, closesAfter }) => clears !== undefined || closesAfter !== undefined, saysHowItCloses)
    .refine(({ severity, playbooks = [] }) => severity !== 'stop' || playbooks.length === 0, stopsTheMachine)
    .refine((source) => JSON.stringify(ruleOf(source)).length <= longestPattern, tooLong)
    .refine((source) => problemOf(ruleOf(source)) === undefined, 'fewer `$or` lists: `on` and `clears` make one rule')
}

const saysHowItCloses =
  '`clears`, `closesAfter`, or both: a source says how its incidents close. Where no event says that it is over, ' +
  'closesAfter: { hours: 4 }, for example'
const stopsTheMachine = 'no playbooks beside severity "stop": on a stopped line no machine acts'
/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const longestPattern = 2048
const tooLong = `\`on\` and \`clears\` of at most ${longestPattern} characters together, which is what a rule holds`

const path = z
  .string('a path')
  .check(z.maxLength(255, 'at most 255 characters'))
  .regex(
    /^(id|source|detail-type|account|region|time|resources\.\d+|detail(\.[^.\s]+)+)$/,
    "a path in the event, such as 'detail.pipeline' or 'resources.0'",
  )
const paths = z.array(path).check(z.minLength(1, 'at least one path'), z.maxLength(5, 'at most 5 paths'), once)

const part = z.union(
  [z.string().check(z.minLength(1), z.maxLength(200)), z.strictObject({ path })],
  "a text of at most 200 characters, or a field of the event, such as { path: 'detail.pipeline' }",
) satisfies z.ZodType<TextPart>
const words = z.union(
  [part, z.array(part).check(z.minLength(1), z.maxLength(20))],
  "a text, or a list of texts and fields, such as ['Pipeline ', { path: 'detail.pipeline' }, ' failed']",
)

const sourcePattern = z.custom<SourcePattern>().check(({ value, issues }) => {
  for (const { path: at, input, message } of problemsIn(value))
    issues.push({ code: 'custom', path: at, input, message })
})

interface Problem {
  readonly path: string[]
  readonly input: unknown
  readonly message: string
}

/** In an order in which the first is the most telling. */
function problemsIn(value: unknown): readonly Problem[] {
  const problem = problemOf(value)
  if (problem !== undefined) return [{ path: [], input: value, message: `an EventBridge event pattern (${problem})` }]
  const { source: input, 'detail-type': type } = anyPattern.parse(value)
  const [source, types] = [names.parse(input), names.parse(type)]
  if (source === undefined) return [{ path: ['source'], input, message: inFull('sources', "['aws.codepipeline']") }]
  if (types === undefined)
    return [{ path: ['detail-type'], input: type, message: inFull('types', "['GuardDuty Finding']") }]
  return [...source.flatMap(sourceProblem), ...types.flatMap(typeProblem)]
}

const inFull = (what: string, example: string) =>
  `${what} by their full names, such as ${example}: without them the rule would take what nobody asked for`

/** Lists of names: what is anything else counts as missing. */
const names = z.optional(z.array(z.string()).min(1)).catch(undefined)
const anyPattern = z.looseObject({ source: z.optional(z.unknown()), 'detail-type': z.optional(z.unknown()) })

function sourceProblem(name: string): Problem[] {
  if (name === 'aws.cloudwatch')
    return [{ path: ['source'], input: name, message: 'no alarms: those are taken by the `alarms` of a line' }]
  if (/^andon(\.|$)/.test(name))
    return [
      { path: ['source'], input: name, message: "no events of Andon's own: they must not open what they tell of" },
    ]
  return []
}

/** Under such a type an event would be read as a pull, say, and not as one of this source. */
function typeProblem(type: string): Problem[] {
  const taken = Object.values(ownSources).some(
    ({ rule }) => 'pattern' in rule && rule.pattern['detail-type'].includes(type),
  )
  const message = `no "${type}": such events have a way of their own to Andon`
  return taken ? [{ path: ['detail-type'], input: type, message }] : []
}
