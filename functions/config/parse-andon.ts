import type { z } from 'zod'
import { namePattern } from '../../iot/contract/topics.ts'
import { type Catalogue, serviceNames, serviceOf } from '../actions/catalogue.ts'
import type { Calls } from '../channels/channel-kind.ts'
import { channelKinds } from '../channels/registry.ts'
import { snsChannelName } from '../channels/sns/sns.ts'
import { andonSchema, type NamesInConfig } from './andon-schema.ts'
import type { AndonConfig } from './define-andon.ts'
import type { Callers } from './escalation-schema.ts'
import { expectedInWords } from './expected-in-words.ts'
import { own } from '../domain/own.ts'

/** The config, or the actions beside it, are wrong; one line for all that is: where, what was found, what is allowed. */
export class BadConfig extends Error {
  override readonly name = 'BadConfig'
  readonly problems: readonly string[]

  /** @param file in which it is */
  constructor(problems: readonly string[], file = 'andon.config.ts') {
    super(`${file}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

/**
 * Checks what an `andon.config.ts` exports. Throws one `BadConfig` that names everything that is wrong.
 * @param actions of the services that it names, at least: `servicesIn(config)`
 * @param services names of all that it could name; Andon's own unless told
 */
export function parseAndon(config: unknown, actions: Catalogue, services = serviceNames): AndonConfig {
  const { success, data, error } = andonSchema({ ...knownOf(config), actions, services }).safeParse(config, {
    reportInput: true,
    error: expectedInWords,
  })
  const problems = [...badNames(config), ...(success ? [] : error.issues.flatMap(problemsOf))]
  if (!success || problems.length > 0) throw new BadConfig(problems)
  return data
}

/** The services that the config's playbooks act on, however wrong the rest of it may be. */
export function servicesIn(config: unknown): Set<string> {
  const countermeasures = Object.values(fields(config, 'playbooks')).flatMap((playbook) => {
    const list = isObject(playbook) ? playbook['countermeasures'] : undefined
    return Array.isArray(list) ? list : []
  })
  const named = countermeasures.map((each: unknown) => (isObject(each) ? fields(each, 'do')['action'] : undefined))
  return new Set(named.flatMap((action) => (typeof action === 'string' ? [serviceOf(action)] : [])))
}

const partsWithNames = ['lines', 'channels', 'lights', 'cords', 'playbooks', 'sources']

/** By themselves, and not in the schema: a bad name must not keep what it names from being checked. */
function badNames(config: unknown): string[] {
  const allowed = 'a name of lower-case letters, digits and dashes, 32 at most'
  return partsWithNames.flatMap((part) =>
    Object.keys(fields(config, part))
      .filter((name) => !namePattern.test(name))
      .map((name) => problem([part, name], `"${name}"`, allowed)),
  )
}

/** What the config says there is, however wrong the rest of it may be. */
function knownOf(config: unknown): Omit<NamesInConfig, 'actions' | 'services'> {
  return {
    lines: Object.keys(fields(config, 'lines')),
    channels: Object.keys(fields(config, 'channels')),
    callers: callersIn(config),
    playbooks: Object.keys(fields(config, 'playbooks')),
    earlierLines: Object.values(fields(config, 'lines')).flatMap((line) => (isObject(line) ? line['was'] : [])),
    buttons: Object.values(fields(config, 'cords')).flatMap((cord) => (isObject(cord) ? [cord['button']] : [])),
  }
}

/** The channels that can call people: the config's own, and each line's topic. */
function callersIn(config: unknown): Callers {
  const own = Object.entries(fields(config, 'channels')).flatMap(([name, channel]) => {
    const calls = isObject(channel) && callsByKind.get(channel['kind'])
    return calls ? [[name, calls] as const] : []
  })
  const topics = Object.entries(fields(config, 'lines')).map(([name, line]) => {
    const was = isObject(line) ? [line['was']].flat()[0] : undefined
    return [snsChannelName(typeof was === 'string' ? was : name), 'each time'] as const
  })
  return new Map([...own, ...topics])
}
const callsByKind = new Map<unknown, Calls | false>(
  Object.entries(channelKinds).map(([kind, { calls }]) => [kind, calls]),
)

function fields(config: unknown, part: string): Readonly<Record<string, unknown>> {
  const found = isObject(config) ? own(config, part) : undefined
  return isObject(found) ? found : {}
}

function problemsOf(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => problem([...issue.path, key], 'an unknown field', issue.message))
  }
  return [problem(issue.path, shown(issue.input), issue.message)]
}

const problem = (path: readonly PropertyKey[], found: string, allowed: string) =>
  `${pathInWords(path)}: found ${found}; allowed: ${allowed}`

/** `lines.checkout.channels[0]` */
function pathInWords(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  return text.replace(/^\./, '') || 'the config'
}

const longest = 100
function shown(input: unknown): string {
  if (input === undefined) return 'nothing'
  if (typeof input === 'function') return 'a function'
  const text = JSON.stringify(input)
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
