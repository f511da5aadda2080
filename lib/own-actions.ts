import { basename, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Action } from '../functions/actions/action.ts'
import { serviceNames } from '../functions/actions/catalogue.ts'
import type { Services } from '../functions/actions/own-actions.ts'
import { BadConfig } from '../functions/config/parse-andon.ts'
import { own } from '../functions/domain/own.ts'

const root = join(import.meta.dirname, '..')

/**
 * The services of a team's own, each loaded and checked. Rejects with one `BadConfig` that names all that is wrong.
 * @param file path of the `andon.actions.ts`
 */
export async function readOwnActions(file: string): Promise<Services> {
  const { found, problems } = await servicesIn(file)
  if (problems.length > 0) throw new BadConfig(problems, relative(root, file))
  return Object.fromEntries(found)
}

interface Found {
  readonly found: readonly (readonly [string, Services[string]])[]
  readonly problems: readonly string[]
}
const nothingButA = (problem: string): Found => ({ found: [], problems: [problem] })

async function servicesIn(file: string): Promise<Found> {
  try {
    const module: unknown = await import(pathToFileURL(file).href)
    const own = isObject(module) ? module['ownActions'] : undefined
    if (!isObject(own)) return nothingButA(`ownActions: found ${kindOf(own)}; allowed: ${example}`)
    const each = await Promise.all(Object.entries(own).map(([service, load]) => serviceIn(service, load)))
    return { found: each.flatMap(({ found }) => found), problems: each.flatMap(({ problems }) => problems) }
  } catch (error) {
    return nothingButA(`cannot be loaded: ${inWords(error)}`)
  }
}

const example = "an object of services, such as { billing: () => import('./own-actions/billing.ts') }"

async function serviceIn(service: string, load: unknown): Promise<Found> {
  if (serviceNames.includes(service))
    return nothingButA(`${service}: Andon has a service of this name itself; call yours by another`)
  if (!/^[a-z][A-Za-z0-9]{0,31}$/.test(service))
    return nothingButA(`${service}: allowed: letters and digits, a small letter first, 32 at most`)
  if (!isLoad(load)) return nothingButA(`${service}: found ${kindOf(load)}; allowed: () => import('./own-actions/…')`)
  try {
    return actionsIn(service, await load())
  } catch (error) {
    return nothingButA(`${service}: cannot be loaded: ${inWords(error)}`)
  }
}

function actionsIn(service: string, file: unknown): Found {
  const exported = isObject(file) ? Object.entries(file) : []
  if (exported.length === 0) return nothingButA(`${service}: its file exports no actions`)
  const strange = exported.filter(([, value]) => !isAction(value))
  const actions = exported.flatMap(([verb, value]) => (isAction(value) ? [[verb, value] as const] : []))
  return {
    found: [[service, () => Promise.resolve(Object.fromEntries(actions))]],
    problems: strange.map(
      ([name, value]) =>
        `${service}.${name}: found ${kindOf(value)}; allowed: an action, as defineAction makes it, and nothing else`,
    ),
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isLoad = (value: unknown): value is () => unknown => typeof value === 'function'

const isAction = (value: unknown): value is Action =>
  isObject(value) && ['on', 'callsOn', 'problemsOf'].every((part) => typeof own(value, part) === 'function')

const kindOf = (value: unknown): string => {
  if (value === undefined || value === null) return 'nothing'
  return Array.isArray(value) ? 'a list' : `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`
}

/** In one line, with the place in our own files where Node says one. */
function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const [said = ''] = error.message.split('\n')
  const [, file, line] = /(?:file:\/\/)?(\/[^\s:()]+\.[cm]?[jt]s):(\d+)/.exec(error.stack ?? '') ?? []
  const where = file === undefined || said.includes(basename(file)) ? '' : ` (${relative(root, file)}:${line})`
  return `${said}${where}`
}
